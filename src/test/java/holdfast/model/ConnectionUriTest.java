package holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionUriTest {
  @Test
  void namesAnotherDatabaseAndKeepsTheRest() throws Exception {
    assertThat(named("postgresql://u:p%40ss@h:5/shop?sslmode=require", "logs"))
        .isEqualTo("postgresql://u:p%40ss@h:5/logs?sslmode=require");
    assertThat(named("mysql://u:p@h", "logs")).isEqualTo("mysql://u:p@h/logs");
    assertThat(named("mongodb://u@a:1,b:2/", "logs")).isEqualTo("mongodb://u@a:1,b:2/logs");
    assertThat(named("redis://[::1]:6379/3", "12")).isEqualTo("redis://[::1]:6379/12");
  }

  @Test
  void encodesWhateverANameMayHave() throws Exception {
    for (String name : new String[] {"a b", "50% off", "x/y?z#w", "über", "+", "..", "a@b:c"}) {
      ConnectionUri named = new ConnectionUri("postgresql://u:p@h/shop").withDatabase(name);
      assertThat(named.database()).contains(name);
      assertThat(named.reveal().getRawAuthority()).isEqualTo("u:p@h");
    }
  }

  @Test
  void namesNoneWhereThereIsNoneToBeRead() {
    assertThat(new ConnectionUri("mysql://u:p@h").database()).isEmpty();
    assertThat(new ConnectionUri("mysql://u:p@h/").database()).isEmpty();
    assertThat(new ConnectionUri("not a uri ^").database()).isEmpty();
  }

  private static String named(String uri, String database) throws Exception {
    return new ConnectionUri(uri).withDatabase(database).secret().reveal();
  }
}
