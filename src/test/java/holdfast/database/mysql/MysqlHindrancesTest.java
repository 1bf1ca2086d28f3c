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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the dump tool stumbles over is found before it runs, and told when an addon is added. */
@ParameterizedClass
@EnumSource(names = "MYSQL_9", mode = EnumSource.Mode.EXCLUDE)
class MysqlHindrancesTest {
  private static final String EVENT =
      "CREATE EVENT `%s` ON SCHEDULE EVERY 1 DAY STARTS '2035-01-01' DO %s";

  private final MysqlDriver driver = new MysqlDriver();
  private final MariaDbServer server;

  MysqlHindrancesTest(MysqlRelease release) {
    this.server = MariaDbServers.shared(release);
  }

  @AfterEach
  void dropDatabases() {
    MariaDbServers.dropDatabases();
  }

  /** The tool would run for ever. */
  @Test
  void namesEventsWithTwoSemicolonsInARow() throws Exception {
    MariaDbDatabase database = server.createDatabase();
    database.execute(EVENT.formatted("fine", "SELECT 'a;b', ';'"));
    assertThat(MysqlRuns.dump(database.connection())).isNotEmpty();
    database.execute(EVENT.formatted("body", "SELECT 'a;;b'"));
    database.execute(EVENT.formatted("of ;; name", "SELECT 1"));
    database.execute(EVENT.formatted("words", "SELECT 1").replace(" DO ", " COMMENT ';;' DO "));

    Failure failure = refusal(database.connection());
    assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_UNSUPPORTED);
    assertThat(failure.message()).endsWith("come to an end: body, of ;; name, words");
    assertThat(failure.hint()).contains("CONCAT");
  }

  /** The tool would ask for a database of another name. */
  @Test
  void namesEventsOfDatabasesWithQuotesInTheirNames() throws Exception {
    for (String name : List.of("o'neil", "say \"x\"", "back\\slash")) {
      server.execute("", "CREATE DATABASE `" + name + "`");
      try {
        MariaDbDatabase database = new MariaDbDatabase(server, name);
        ConnectionUri superuser = database.connection("root", "");
        database.execute("CREATE TABLE t (id int)");
        database.execute("CREATE PROCEDURE p() SELECT 1");
        assertThat(MysqlRuns.dump(superuser)).isNotEmpty();
        database.execute(EVENT.formatted("e", "SELECT 1"));

        Failure failure = refusal(superuser);
        assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_UNSUPPORTED);
        assertThat(failure.message()).contains("in its name and events").endsWith(": e");
      } finally {
        server.execute("", "DROP DATABASE `" + name + "`");
      }
    }
  }

  /** Of a dump; the probe says the same. */
  private Failure refusal(ConnectionUri connection) throws FailureException {
    Failure failure =
        catchThrowableOfType(FailureException.class, () -> MysqlRuns.dump(connection)).failure();
    assertThat(driver.probe(connection).warnings())
        .contains("Backups will not work: %s. %s".formatted(failure.message(), failure.hint()));
    return failure;
  }
}
