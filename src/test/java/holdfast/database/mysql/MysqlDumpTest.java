package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Dump;
import holdfast.database.DumpFacts;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.Background;
import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServer;
import holdfast.testing.MariaDbServers;
import holdfast.testing.Runs;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MysqlDumpTest {
  private final MysqlDriver driver = new MysqlDriver();

  @AfterEach
  void dropDatabases() {
    MariaDbServers.dropDatabases();
  }

  /** A writer moves money between two tables: at no moment is there more or less of it. */
  @Test
  void showsOneMoment() throws Exception {
    MariaDbDatabase source = MariaDbServers.shared().createDatabase();
    MariaDbDatabase target = MariaDbServers.shared().createDatabase();
    source.execute("CREATE TABLE a (id int PRIMARY KEY, money int, filler text)");
    source.execute("INSERT INTO a SELECT seq, 100, REPEAT('x', 2000) FROM seq_1_to_500");
    source.execute("CREATE TABLE b LIKE a");
    source.execute("INSERT INTO b SELECT * FROM a");
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Integer> writer = Background.call(() -> moveMoney(source, over));
    for (int i = 0; i < 4; i++) {
      MysqlRuns.restore(MysqlRuns.dump(source.connection()), target.connection());
      assertThat(
              target.query(
                  "SELECT (SELECT SUM(money) FROM a) + (SELECT SUM(money) FROM b) FROM DUAL"))
          .containsExactly("100000");
    }
    over.set(true);
    assertThat(writer.join()).isPositive();
  }

  private static int moveMoney(MariaDbDatabase database, AtomicBoolean over) {
    int moves = 0;
    try (Connection connection = database.server().connect(database.name());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (int id = 1; !over.get(); id = id % 500 + 1) {
        statement.execute("UPDATE a SET money = money - 1 WHERE id = " + id);
        statement.execute("UPDATE b SET money = money + 1 WHERE id = " + (501 - id));
        connection.commit();
        moves++;
      }
      return moves;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void recordsItsPlaceInTheBinaryLog() throws Exception {
    MariaDbDatabase database = MariaDbServers.shared().createDatabase();
    database.fill();
    try (Dump dump = driver.dump(BackupType.DUMP, Runs.on(asReader(database)))) {
      dump.stream().readAllBytes();
      DumpFacts facts = dump.awaitSuccess();
      assertThat(facts.serverVersion()).startsWith("10.").endsWith("-MariaDB");
      assertThat(facts.toolVersion()).startsWith("mariadb-dump 1");
      assertThat(facts.details()).containsEntry("tables", "6").containsKey("gtid");
      assertThat(facts.details().get("binaryLogFile")).startsWith("bin.");
      assertThat(Long.parseLong(facts.details().get("binaryLogPosition"))).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SELECT, SELECT ON `%s`.*",
    "SHOW VIEW, SHOW VIEW ON `%s`.*",
    "TRIGGER, TRIGGER ON `%s`.*",
    "EVENT, EVENT ON `%s`.*",
    "SELECT ON mysql.proc, SELECT ON mysql.proc"
  })
  void namesTheRightThatIsMissing(String named, String right) {
    MariaDbDatabase database = MariaDbServers.shared().createDatabase();
    database.execute("REVOKE " + right.formatted(database.name()) + " FROM 'backup'@'%'");

    Failure failure =
        failure(() -> driver.dump(BackupType.DUMP, Runs.on(asReader(database))).close());

    assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_RIGHTS);
    assertThat(failure.message()).endsWith("lacks " + named);
  }

  @Test
  void whoMayOnlyReadIsToldSoBeforeARestore() throws Exception {
    MariaDbDatabase database = MariaDbServers.shared().createDatabase();
    Failure failure = failure(() -> driver.restore(Runs.on(asReader(database))).close());
    assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_RIGHTS);
    assertThat(failure.message()).contains("INSERT", "CREATE");
    assertThat(driver.probe(asReader(database)).warnings())
        .singleElement()
        .asString()
        .contains("Restores into this database will not work");
    assertThat(driver.probe(database.connection()).warnings()).isEmpty();
    assertThat(driver.probe(database.connection()).isEmpty()).isTrue();
  }

  /** Or a restore that has to be undone would leave it without them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.id = 1",
        "CREATE FUNCTION g() RETURNS int DETERMINISTIC RETURN 1"
      })
  void refusesATargetWhoseObjectsTheServerWouldNotLetBeMadeAgain(String create) {
    MariaDbDatabase database = MariaDbServers.shared().createDatabase();
    database.execute("CREATE TABLE t (id int)");
    database.execute(create);
    database.execute("SET GLOBAL log_bin_trust_function_creators = 0");
    try {
      Failure failure = failure(() -> driver.restore(Runs.on(database.connection())).close());
      assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
      assertThat(failure.message()).endsWith(": g");
      assertThat(failure.hint()).contains("log_bin_trust_function_creators");
    } finally {
      database.execute("SET GLOBAL log_bin_trust_function_creators = 1");
    }
  }

  /** In a database that the user may not read. */
  @Test
  void refusesATargetThatAnotherDatabaseRefersTo() {
    MariaDbDatabase database = MariaDbServers.shared().createDatabase();
    database.execute("CREATE TABLE t (id int PRIMARY KEY)");
    database.execute("CREATE DATABASE referring");
    try {
      database.execute(
          "CREATE TABLE referring.child (id int, FOREIGN KEY (id) REFERENCES `%s`.t (id))"
              .formatted(database.name()));
      Failure failure = failure(() -> driver.restore(Runs.on(database.connection())).close());
      assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
      assertThat(failure.message()).endsWith(": referring.child");

      database.execute("REVOKE PROCESS ON *.* FROM 'keeper'@'%'");
      failure = failure(() -> driver.restore(Runs.on(database.connection())).close());
      assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_RIGHTS);
      assertThat(failure.hint()).startsWith("Grant it: GRANT PROCESS ON *.*");
    } finally {
      database.execute("GRANT PROCESS ON *.* TO 'keeper'@'%'");
      database.execute("DROP DATABASE referring");
    }
  }

  @Test
  void refusesWhatItCouldNotRestore() {
    MariaDbDatabase database = MariaDbServers.shared().createDatabase();
    database.execute("CREATE SEQUENCE s");
    database.execute("CREATE TABLE t (id int DEFAULT NEXTVAL(s))");
    Failure failure = failure(() -> MysqlRuns.dump(database.connection()));
    assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_UNSUPPORTED);
    assertThat(failure.message()).contains("refers to another database");
  }

  @Test
  void takesATriggersDatabaseFromItsName() throws Exception {
    MariaDbDatabase source = MariaDbServers.shared().createDatabase();
    source.execute("CREATE TABLE t (id int, f float)");
    source.execute(
        "create trigger `%1$s`.`tr` before insert on `%1$s` . `t` for each row set NEW.id = 5"
            .formatted(source.name()));
    MariaDbDatabase target = MariaDbServers.shared().createDatabase();
    MysqlRuns.restore(MysqlRuns.dump(source.connection()), target.connection());
    MariaDbServers.shared().execute("", "DROP DATABASE `" + source.name() + "`");
    target.execute("INSERT INTO t (id) VALUES (1)");
    assertThat(target.query("SELECT id FROM t")).containsExactly("5");
    assertThat(driver.probe(target.connection()).warnings())
        .singleElement()
        .asString()
        .contains("six digits", "t.f");
  }

  @Test
  void refusesWithoutAnyTool() {
    MariaDbDatabase database = MariaDbServers.shared().createDatabase();
    MysqlDriver poor = new MysqlDriver(new MysqlTools(List.of()));
    Failure failure =
        failure(() -> poor.dump(BackupType.DUMP, Runs.on(database.connection())).close());
    assertThat(failure.code()).isEqualTo(FailureCode.TOOL_MISSING);
    assertThat(failure.hint()).contains("mariadb-client");
  }

  private static ConnectionUri asReader(MariaDbDatabase database) {
    return database.connection(MariaDbServer.READER, MariaDbServer.PASSWORD);
  }

  private static Failure failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(FailureException.class, call).failure();
  }
}
