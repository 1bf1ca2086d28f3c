package holdfast.database.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.model.ConnectionUri;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.Secret;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUriTest {

  @Test
  void readsAllParts() throws Exception {
    RedisUri uri =
        parse(
            "rediss://an%40na:p%2Fa%3As%25+s@cache_1.Example:6380/12?sslmode=verify-ca&sslrootcert=%2Fca.pem");
    assertThat(uri.user()).contains("an@na");
    assertThat(uri.password()).contains(new Secret("p/a:s%+s"));
    assertThat(uri.host()).isEqualTo("cache_1.Example");
    assertThat(uri.server()).isEqualTo("cache_1.example:6380");
    assertThat(uri.database()).isEqualTo(12);
    assertThat(uri.tls()).contains(new TlsPolicy(TlsPolicy.Mode.VERIFY_CA, Optional.of("/ca.pem")));
  }

  @Test
  void theDriverNamesTheDatabaseThatIsLeftToBeUnderstoodToo() throws Exception {
    for (String uri : new String[] {"redis://h", "redis://h/", "redis://h/0", "redis://h/00"}) {
      assertThat(new RedisDriver().database(new ConnectionUri(uri))).contains("0");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "redis://h,                 0, 6379, default, -",
    "redis://h/,                0, 6379, default, -",
    "redis://h/7,               7, 6379, default, -",
    "redis://pw@h:1/2,          2, 1,    default, pw",
    "redis://:pw@h/2,           2, 6379, default, pw",
    "redis://anna:@[::1]:5/2,   2, 5,    anna,    -",
    "rediss://anna:p:w@[::1]/2, 2, 6379, anna,    p:w",
  })
  void knowsTheFormsThatClientsOfRedisKnow(
      String text, int database, int port, String user, String password) throws Exception {
    RedisUri uri = parse(text);
    assertThat(uri.database()).isEqualTo(database);
    assertThat(uri.port()).isEqualTo(port);
    assertThat(uri.userName()).isEqualTo(user);
    assertThat(uri.password().map(Secret::reveal).orElse("-")).isEqualTo(password);
    assertThat(uri.tls().isPresent()).isEqualTo(text.startsWith("rediss"));
  }

  @Test
  void looksAtTheWholeCertificateUnlessToldOtherwise() throws Exception {
    assertThat(parse("rediss://h").tls())
        .contains(new TlsPolicy(TlsPolicy.Mode.VERIFY_FULL, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://anna:Hidden1@localhost/0",
        "Hidden1",
        "redis:Hidden1",
        "redis://anna:Hidden1@/0",
        "redis://anna:Hidden1@localhost/shop",
        "redis://anna:Hidden1@localhost/-1",
        "redis://anna:Hidden1@localhost:99999/0",
        "redis://anna:Hidden1@localhost:x/0",
        "redis://anna:Hidden1@one,two/0",
        "redis://anna:Hidden1#x@localhost/0",
        "redis://anna:x?Hidden1=1@localhost/0",
        "redis://anna:Hidden1%zz@localhost/0",
        "redis://anna:Hidden1%0A@localhost/0",
        "redis://anna:Hidden1 x@localhost/0",
        "redis://anna:Hidden1@localhost/0?sslmode=require",
        "rediss://anna:Hidden1@localhost/0?sslmode=perhaps",
        "rediss://anna:Hidden1@localhost/0?sslmode=disable",
      })
  void refusesTheRestWithoutShowingIt(String text) {
    FailureException e = catchThrowableOfType(FailureException.class, () -> parse(text));
    assertThat(e.failure().code()).isEqualTo(FailureCode.CONNECTION_INVALID);
    assertThat(e.failure().toString()).doesNotContain("Hidden1");
    assertThat(e.getCause()).isNull();
  }

  @Test
  void showsNoSecret() throws Exception {
    assertThat(parse("redis://anna:Hidden1@localhost/3").toString())
        .isEqualTo("3 at localhost:6379");
  }

  private static RedisUri parse(String text) throws FailureException {
    return RedisUri.of(new ConnectionUri(text));
  }
}
