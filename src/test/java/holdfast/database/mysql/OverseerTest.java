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
import holdfast.testing.MysqlRelease;
import holdfast.testing.Runs;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The user whom docs/databases.md has for all databases of a server: none of its rights is idle.
 */
@ParameterizedClass
@EnumSource(names = {"MARIADB_10", "MARIADB_11", "MYSQL_5", "MYSQL_8"})
class OverseerTest {
  private static final List<String> FOR_BACKUPS =
      List.of("SELECT", "SHOW VIEW", "TRIGGER", "EVENT");
  private static final List<String> FOR_RESTORES =
      List.of(
          "INSERT",
          "UPDATE",
          "CREATE",
          "DROP",
          "ALTER",
          "INDEX",
          "REFERENCES",
          "CREATE VIEW",
          "CREATE ROUTINE",
          "ALTER ROUTINE",
          "PROCESS");

  private final MysqlDriver driver = new MysqlDriver();
  private final MariaDbServer server;

  OverseerTest(MysqlRelease release) {
    this.server = MariaDbServers.shared(release);
  }

  @BeforeEach
  void createUser() {
    server.createOverseer();
  }

  @AfterEach
  void dropUserAndDatabases() {
    server.execute("", "DROP USER 'overseer'@'%'");
    MariaDbServers.dropDatabases();
  }

  @Test
  void lacksNothing() throws Exception {
    MariaDbDatabase source = server.createDatabase();
    source.fill();
    MariaDbDatabase target = server.createDatabase();
    target.fill();
    target.change();
    driver.requireAllVisible(login(source));
    List<String> accounts = accounts();

    MysqlRuns.restore(MysqlRuns.dump(login(source)), login(target));

    assertThat(accounts()).as("nobody was made").isEqualTo(accounts);
    assertThat(target.contents()).isEqualTo(source.contents());
    assertThat(driver.probe(login(target)).warnings()).isEmpty();
  }

  /** Which the statements of its first half do not bring. */
  @Test
  void needsToRunTheFunctionsThatViewsCall() throws Exception {
    MariaDbDatabase source = server.createDatabase();
    MariaDbDatabase target = server.createDatabase();
    for (MariaDbDatabase database : List.of(source, target)) {
      database.fill();
      database.execute("CREATE FUNCTION doubled(x int) RETURNS int DETERMINISTIC RETURN x * 2");
      database.execute("CREATE VIEW of_function AS SELECT doubled(id) AS id FROM customer");
    }
    target.change();
    if (server.release().isMariaDb()) {
      for (ThrowingCallable use :
          List.<ThrowingCallable>of(
              () -> MysqlRuns.dump(login(source)),
              () -> driver.restore(Runs.on(login(target))).close())) {
        Failure failure = catchThrowableOfType(FailureException.class, use).failure();
        assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_RIGHTS);
        assertThat(failure.hint()).contains("GRANT EXECUTE ON ").endsWith(" TO 'overseer'@'%';");
      }
      server.execute("", "GRANT EXECUTE ON *.* TO 'overseer'@'%'");
    }

    MysqlRuns.restore(MysqlRuns.dump(login(source)), login(target));

    assertThat(target.contents()).isEqualTo(source.contents());
  }

  @Test
  void isToldWhichRightIsMissing() {
    MariaDbDatabase database = server.createDatabase();
    database.fill();
    ConnectionUri login = login(database);
    for (String right : FOR_BACKUPS) {
      assertNamed(right, () -> MysqlRuns.dump(login));
    }
    for (String right : FOR_RESTORES) {
      assertNamed(right, () -> driver.restore(Runs.on(login)).close());
    }
    if (server.release() == MysqlRelease.MYSQL_5) {
      assertNamed("EXECUTE", () -> driver.restore(Runs.on(login)).close());
    }
    String definers = server.release().definerGrant();
    assertNamed(definers, () -> driver.restore(Runs.on(login)).close());
  }

  private List<String> accounts() {
    return server.query("", "SELECT concat(user, '@', host) FROM mysql.user ORDER BY 1");
  }

  private void assertNamed(String right, ThrowingCallable use) {
    server.execute("", "REVOKE " + right + " ON *.* FROM 'overseer'@'%'");
    Failure failure = catchThrowableOfType(FailureException.class, use).failure();
    server.execute("", "GRANT " + right + " ON *.* TO 'overseer'@'%'");
    assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_RIGHTS);
    assertThat(failure.message() + failure.hint()).contains(right);
  }

  private static ConnectionUri login(MariaDbDatabase database) {
    return database.connection(MariaDbServer.OVERSEER, MariaDbServer.PASSWORD);
  }
}
