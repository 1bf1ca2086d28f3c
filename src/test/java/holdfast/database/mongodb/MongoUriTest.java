package holdfast.database.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.model.ConnectionUri;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MongoUriTest {

  private static MongoUri uri(String text) throws FailureException {
    return MongoUri.of(new ConnectionUri(text));
  }

  @Test
  void takesApartWhatIsEncoded() throws Exception {
    MongoUri uri =
        uri(
            "mongodb://us%40er:p%3Aa%2Fss%25@Db1.Example.org,db2:27018/sh%2Dop?AUTHSOURCE=admin&tls=true");
    assertThat(uri.user()).isEqualTo("us@er");
    assertThat(uri.password().orElseThrow().reveal()).isEqualTo("p:a/ss%");
    assertThat(uri.database()).isEqualTo("sh-op");
    assertThat(uri.server()).isEqualTo("db1.example.org:27017,db2:27018");
    assertThat(uri.options()).containsEntry("authSource", "admin").containsEntry("tls", "true");
    assertThat(uri.forDriver().getCredential().getPassword()).isEqualTo("p:a/ss%".toCharArray());
    assertThat(uri.forDriver().getSslEnabled()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "mongodb://h/d, h:27017",
    "'mongodb://u:p@b:1,a/d', 'a:27017,b:1'",
    "'mongodb://u:p@a,B:1/other', 'a:27017,b:1'",
    "mongodb+srv://u:p@cluster.example.org/d, cluster.example.org",
    "'mongodb://[::1]/d', '[::1]:27017'",
  })
  void namesTheServerTheSameForAllItsDatabases(String text, String server) throws Exception {
    assertThat(new MongodbDriver().server(new ConnectionUri(text))).isEqualTo(server);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://u:s3cret@h/d",
        "mongodb://u:s3cret@h",
        "mongodb://u:s3cret@h/",
        "mongodb://u:s3cret@/d",
        "mongodb://u:s3cret@h,/d",
        "mongodb://u:s3cret@h/a%2Eb",
        "mongodb://u:s3cret@h/admin?authSource=admin",
        "mongodb://u:s3cret@h/local",
        "mongodb://u:s3cret@h/d#s3cret",
        "mongodb://u:s3cret@%2Ftmp%2Fmongodb.sock/d",
        "mongodb://u:s3cret@h/d?tlsInsecure=true",
        "mongodb://u:s3cret@h/d?tlsAllowInvalidCertificates=true",
        "mongodb://u:s3cret@h/d?proxyHost=h2",
        "mongodb://u:s3cret@h/d?authMechanism=MONGODB-AWS",
        "mongodb://u:s3cret@h/d?s3cret=1",
        "mongodb://u:s3cret@h/d%0a",
        "mongodb://u:s3cret@h%3FtlsInsecure=true&x=/d",
        "mongodb://u:s3cret@h%3FtlsInsecure%3Dtrue/d",
      })
  void refusesWhatCannotBeUsedAndShowsNoSecret(String text) {
    FailureException e = catchThrowableOfType(FailureException.class, () -> uri(text));
    assertThat(e.failure().code()).isEqualTo(FailureCode.CONNECTION_INVALID);
    assertThat(e.failure().message() + e.failure().hint() + e.getCause()).doesNotContain("s3cret");
  }

  @Test
  void refusesAValueThatTheDriverCannotUseWithoutRepeatingIt() throws Exception {
    MongoUri uri = uri("mongodb://u:s3cret@h:s3cret/d");
    FailureException e = catchThrowableOfType(FailureException.class, uri::forDriver);
    assertThat(e.failure().code()).isEqualTo(FailureCode.CONNECTION_INVALID);
    assertThat(e.failure().message()).doesNotContain("s3cret");
  }

  @Test
  void showsNoPassword() throws Exception {
    MongoUri uri = uri("mongodb://u:s3cret%2F@h/d");
    assertThat(uri.toString()).isEqualTo("d at h:27017");
    assertThat(uri.redact("wrong: s3cret/ or s3cret%2F")).isEqualTo("wrong: *** or ***");
  }

  @Test
  void whoeverLogsInIsKnownWhereTheConnectionSaysAlsoForAnotherDatabase() throws Exception {
    assertThat(naming("mongodb://u:p@h/shop")).isEqualTo("mongodb://u:p@h/logs?authSource=shop");
    assertThat(naming("mongodb://u:p@h/shop?tls=true"))
        .isEqualTo("mongodb://u:p@h/logs?tls=true&authSource=shop");
    assertThat(naming("mongodb://u:p@h/shop?authSource=admin"))
        .isEqualTo("mongodb://u:p@h/logs?authSource=admin");
    assertThat(naming("mongodb://u:p@h,i:1"))
        .isEqualTo("mongodb://u:p@h,i:1/logs?authSource=admin");
    assertThat(naming("mongodb://u:p@h/?authMechanism=PLAIN"))
        .isEqualTo("mongodb://u:p@h/logs?authMechanism=PLAIN&authSource=%24external");
    assertThat(naming("mongodb+srv://u:p@h.example.org/shop"))
        .isEqualTo("mongodb+srv://u:p@h.example.org/logs");
    assertThat(naming("mongodb://h/shop")).isEqualTo("mongodb://h/logs");
  }

  private static String naming(String uri) throws Exception {
    return MongoUri.naming(new ConnectionUri(uri), "logs").secret().reveal();
  }
}
