package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.model.ConnectionUri;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServer;
import holdfast.testing.MariaDbServers;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MysqlFailuresTest {
  private final MysqlDriver driver = new MysqlDriver();

  @AfterEach
  void dropDatabases() {
    MariaDbServers.dropDatabases();
  }

  @Test
  void namesTheLimitWhereNoMoreConnectionsAreAllowed() throws Exception {
    MariaDbServer server = MariaDbServers.shared();
    MariaDbDatabase database = server.createDatabase();
    ConnectionUri connection = database.connection("lonely", "x");
    server.execute(
        "",
        "CREATE USER 'lonely'@'%%' IDENTIFIED BY 'x' WITH MAX_USER_CONNECTIONS 1; GRANT SELECT ON `%s`.* TO 'lonely'@'%%'"
            .formatted(database.name()));
    try (MysqlSession only = MysqlSession.open(MysqlUri.of(connection))) {
      Failure failure =
          catchThrowableOfType(FailureException.class, () -> driver.probe(connection)).failure();
      assertThat(only.texts("SELECT 1")).containsExactly("1");
      assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_UNREACHABLE);
      assertThat(failure.hint()).contains("MAX_USER_CONNECTIONS").doesNotContain("firewall");
    } finally {
      server.execute("", "DROP USER 'lonely'@'%'");
    }
  }

  @ParameterizedTest
  @CsvSource({"NULL, true", "latin9, false"})
  void namesTheModeOnlyWhereAnEmptyTextWasTakenForNull(String value, boolean isNamed)
      throws Exception {
    MysqlUri uri = MysqlUri.of(new ConnectionUri("mysql://anna:x@localhost/shop"));
    String said = "Variable 'v' can't be set to the value of '" + value + "'";
    Failure failure = MysqlFailures.ofLogin(new SQLException(said, "42000", 1231), uri).failure();
    assertThat(failure.hint().contains("EMPTY_STRING_IS_NULL")).isEqualTo(isNamed);
    assertThat(failure.message()).contains(said);
  }

  @ParameterizedTest
  @CsvSource({
    "1205, HY000, Somebody's transaction uses the tables: end it.",
    "1142, 42000, a right that was taken away"
  })
  void saysWhatKeepsASwapFromItsEnd(int number, String state, String reason) throws Exception {
    MysqlUri uri = MysqlUri.of(new ConnectionUri("mysql://anna:x@localhost/shop"));
    assertThat(MysqlFailures.ofSwap(new SQLException("said", state, number), uri).failure().hint())
        .contains(reason, "they come back");
  }

  @ParameterizedTest
  @CsvSource({"1040, 08004, max_connections", "1203, 42000, max_user_connections"})
  void namesTheServersOwnLimits(int number, String state, String limit) throws Exception {
    MysqlUri uri = MysqlUri.of(new ConnectionUri("mysql://anna:x@localhost/shop"));
    Failure failure =
        MysqlFailures.of(
                new SQLException("said", state, number), uri, FailureCode.DATABASE_UNREACHABLE)
            .failure();
    assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_UNREACHABLE);
    assertThat(failure.hint()).contains("raise " + limit + ".").doesNotContain("firewall");
  }
}
