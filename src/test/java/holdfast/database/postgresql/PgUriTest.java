package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.model.ConnectionUri;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PgUriTest {

  @Test
  void readsAllParts() throws Exception {
    PgUri uri =
        parse(
            "postgresql://an%40na:p%2Fa%3As%25+s@db_1.example:6432/sh%20op?sslmode=require&application_name=x");
    assertThat(uri.user()).isEqualTo("an@na");
    assertThat(uri.password()).contains(new Secret("p/a:s%+s"));
    assertThat(uri.host()).isEqualTo("db_1.example");
    assertThat(uri.port()).isEqualTo(6432);
    assertThat(uri.database()).isEqualTo("sh op");
    assertThat(uri.options()).isEqualTo(Map.of("sslmode", "require"));
  }

  @Test
  void knowsTheShortSchemeThePortAndThatThereMayBeNoPassword() throws Exception {
    PgUri uri = parse("postgres://anna@localhost/shop");
    assertThat(uri.port()).isEqualTo(5432);
    assertThat(uri.password()).isEmpty();
  }

  @Test
  void readsAnAddressOfVersion6() throws Exception {
    assertThat(parse("postgresql://anna@[::1]:7/shop").host()).isEqualTo("::1");
    assertThat(parse("postgresql://anna@[::1]/shop").port()).isEqualTo(5432);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://anna:Hidden1@localhost/shop",
        "Hidden1",
        "postgresql:Hidden1",
        "postgresql://localhost/shop?password=Hidden1",
        "postgresql://:Hidden1@localhost/shop",
        "postgresql://anna:Hidden1@/shop",
        "postgresql://anna:Hidden1@localhost",
        "postgresql://anna:Hidden1@localhost/",
        "postgresql://anna:Hidden1@localhost:99999/shop",
        "postgresql://anna:Hidden1@localhost:x/shop",
        "postgresql://anna:Hidden1@one,two/shop",
        "postgresql://anna:Hidden1@%2Ftmp/shop",
        "postgresql://anna:Hidden1#x@localhost/shop",
        "postgresql://anna:x?Hidden1=1@localhost/shop",
        "postgresql://anna:Hidden1%zz@localhost/shop",
        "postgresql://anna:Hidden1%0A@localhost/shop",
        "postgresql://anna:Hidden1 x@localhost/shop",
        "postgresql://anna:Hidden1@localhost/template0",
        "postgresql://anna:Hidden1@localhost/template1",
        "postgresql://anna:Hidden1@localhost/shop?sslmode=perhaps",
        "postgresql://anna:Hidden1@localhost/shop?socketFactory=org.Evil&socketFactoryArg=Hidden1",
      })
  void refusesTheRestWithoutShowingIt(String text) {
    FailureException e = catchThrowableOfType(FailureException.class, () -> parse(text));
    assertThat(e.failure().code()).isEqualTo(FailureCode.CONNECTION_INVALID);
    assertThat(e.failure().toString()).doesNotContain("Hidden1");
    assertThat(e.getCause()).isNull();
  }

  @Test
  void leadsToAServerWhereNoDatabaseIsNamed() throws Exception {
    ConnectionUri server = new ConnectionUri("postgresql://shop:secret@db.example.org");
    assertThat(PgUri.ofServer(server).database()).isEqualTo("postgres");
    assertThat(catchThrowableOfType(FailureException.class, () -> PgUri.of(server)))
        .hasMessageContaining("it names no database");
    assertThat(PgUri.ofServer(new ConnectionUri("postgresql://shop@db/shop")).database())
        .isEqualTo("shop");
  }

  @Test
  void showsNoSecret() throws Exception {
    assertThat(parse("postgresql://anna:Hidden1@localhost/shop").toString())
        .isEqualTo("shop at localhost:5432");
  }

  private static PgUri parse(String text) throws FailureException {
    return PgUri.of(new ConnectionUri(text));
  }
}
