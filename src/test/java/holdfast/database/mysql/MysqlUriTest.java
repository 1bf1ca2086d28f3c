package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.model.ConnectionUri;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MysqlUriTest {

  @Test
  void takesWhatOthersWrite() throws Exception {
    MysqlUri uri =
        MysqlUri.of(new ConnectionUri("mariadb://us%40er:p%3Aa%2Fss@Db_1.example.org/my%20shop"));
    assertThat(uri.server()).isEqualTo("db_1.example.org:3306");
    assertThat(uri.where()).isEqualTo("my shop at db_1.example.org:3306");
    assertThat(uri.user()).isEqualTo("us@er");
    assertThat(uri.tls()).isEqualTo(TlsMode.named("preferred").orElseThrow());
    assertThat(uri.toString() + uri.redact("it was p:a/ss")).doesNotContain("p:a/ss");
  }

  /** A restore into one of the server's own databases would take its users and their rights. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://u:s3cret@h/mysql",
        "mysql://u:s3cret@h/MySQL",
        "mysql://u:s3cret@h/information_schema",
        "mysql://u:s3cret@h/sys",
        "mysql://u:s3cret@h/performance%5Fschema",
        "mysql://u:s3cret@h/",
        "mysql://u:s3cret@h:99999/d",
        "mysql://u:s3cret@h/d?ssl-mode=sometimes",
        "mysql://u:s3cret@h/d?allowLoadLocalInfile=true",
        "postgresql://u:s3cret@h/d"
      })
  void refusesWhatCannotBeUsedAndTellsNoSecret(String text) {
    Failure failure =
        catchThrowableOfType(FailureException.class, () -> MysqlUri.of(new ConnectionUri(text)))
            .failure();
    assertThat(failure.code()).isEqualTo(FailureCode.CONNECTION_INVALID);
    assertThat(failure.message() + failure.hint()).doesNotContain("s3cret");
    assertThat(failure.hint()).contains("mysql://user:password@host:port/database");
  }
}
