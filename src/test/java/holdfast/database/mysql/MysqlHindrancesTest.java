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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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
  @ParameterizedTest
  @ValueSource(strings = {"o'neil", "say \"x\"", "back\\slash"})
  void namesEventsOfDatabasesWithQuotesInTheirNames(String name) throws Exception {
    server.execute("", "CREATE DATABASE `" + name + "`");
    try {
      MariaDbDatabase database = new MariaDbDatabase(server, name);
      ConnectionUri superuser = database.connection("root", "");
      database.execute("CREATE TABLE t (id int); CREATE PROCEDURE p() SELECT 1");
      assertThat(MysqlRuns.dump(superuser)).isNotEmpty();
      database.execute(EVENT.formatted("e", "SELECT 1"));

      Failure failure = refusal(superuser);
      assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_UNSUPPORTED);
      assertThat(failure.message()).contains("in its name and events").endsWith(": e");
    } finally {
      server.execute("", "DROP DATABASE `" + name + "`");
    }
  }

  /** MySQL 8 asks for no such right. */
  @Test
  void asksForTheRightToRunFunctionsThatViewsCall() throws Exception {
    MariaDbDatabase source = withViewThatCalls("");
    ConnectionUri reader = asReader(source);
    if (server.release() != MysqlRelease.MYSQL_8) {
      Failure failure = refusal(reader);
      assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_RIGHTS);
      assertThat(failure.message()).endsWith("lacks EXECUTE for the functions that views call (v)");
      String grant = "GRANT EXECUTE ON `%s`.* TO 'backup'@'%%';".formatted(source.name());
      assertThat(failure.hint()).isEqualTo("Grant it: " + grant);
      source.execute(grant);
    }
    MariaDbDatabase target = server.createDatabase();
    MysqlRuns.restore(MysqlRuns.dump(reader), target.connection());
    assertThat(target.query("SELECT b FROM v")).containsExactly("2");
  }

  /** Or everywhere, where it is not the view itself that calls it. */
  @Test
  void asksForItWhereTheFunctionIs() throws Exception {
    MariaDbDatabase elsewhere = withViewThatCalls("");
    String other = "`" + elsewhere.name() + "`.";
    MariaDbDatabase source = withViewThatCalls(other);
    source.execute("GRANT SELECT ON " + other + "* TO 'keeper'@'%'");
    if (server.release() != MysqlRelease.MYSQL_8) {
      source.execute("CREATE VIEW w AS SELECT f(a) FROM t");
      String grants =
          "Grant it: GRANT EXECUTE ON `%s`.* TO 'backup'@'%%'; GRANT EXECUTE ON FUNCTION %s`f` TO 'backup'@'%%';"
              .formatted(source.name(), other);
      assertThat(refusal(asReader(source)).hint()).isEqualTo(grants);
      follow(grants);
      assertThat(MysqlRuns.dump(asReader(source))).isNotEmpty();

      source.execute("DROP VIEW v");
      source.execute("REVOKE EXECUTE ON FUNCTION " + other + "f FROM 'backup'@'%'");
      source.execute("CREATE VIEW indirect AS SELECT b FROM " + other + "v");
      assertThat(refusal(asReader(source)).hint())
          .isEqualTo("Grant it: GRANT EXECUTE ON *.* TO 'backup'@'%';");
    } else {
      assertThat(MysqlRuns.dump(asReader(source))).isNotEmpty();
    }
  }

  /** As hosting panels write them: what were given for another name would not count. */
  @Test
  void whatTheHintsGiveCountsWhereAGrantIsForAnEscapedName() throws Exception {
    server.execute("", "CREATE DATABASE cust_shop; CREATE USER 'panel'@'%'");
    try {
      MariaDbDatabase database = new MariaDbDatabase(server, "cust_shop");
      ConnectionUri panel = database.connection("panel", "");
      database.execute("GRANT SELECT, INSERT, DROP, EVENT ON `cust\\_shop`.* TO 'panel'@'%'");
      database.execute(
          """
          CREATE TABLE t (a int); CREATE PROCEDURE p() SELECT 1; INSERT INTO t VALUES (1);
          CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 2;
          CREATE FUNCTION f(x int) RETURNS int DETERMINISTIC RETURN x + 1;
          CREATE VIEW v AS SELECT f(a) FROM t
          """);

      follow(() -> MysqlRuns.dump(panel));
      byte[] dump = MysqlRuns.dump(panel);
      follow(() -> driver.restore(Runs.on(panel)).close());
      database.execute("DROP PROCEDURE p; DROP TRIGGER g");
      MysqlRuns.restore(dump, panel);

      database.execute("INSERT INTO t VALUES (1); CALL p()");
      assertThat(database.query("SELECT * FROM v")).containsExactly("2", "3");
      assertThat(driver.probe(panel).warnings())
          .noneSatisfy(it -> assertThat(it).contains("will not work"));
    } finally {
      server.execute("", "DROP DATABASE cust_shop; DROP USER 'panel'@'%'");
    }
  }

  /** What the hints say, to the letter: rights, and those for which these are needed. */
  private void follow(ThrowingCallable use) {
    for (int i = 0; i < 2; i++) {
      FailureException refusal = catchThrowableOfType(FailureException.class, use);
      if (refusal != null) {
        follow(refusal.failure().hint());
      }
    }
  }

  private void follow(String hint) {
    server.execute("", hint.replace("Grant it: ", ""));
  }

  private MariaDbDatabase withViewThatCalls(String schema) {
    MariaDbDatabase database = server.createDatabase();
    database.execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
    database.execute("CREATE FUNCTION f(x int) RETURNS int DETERMINISTIC RETURN x + 1");
    database.execute("CREATE VIEW v AS SELECT " + schema + "f(a) AS b FROM t");
    return database;
  }

  /** The tool would fail at each attempt. */
  @Test
  void namesViewsThatDoNotWork() throws Exception {
    MariaDbDatabase database = server.createDatabase();
    database.execute("CREATE TABLE t (a int); CREATE TABLE u (a int)");
    database.execute("CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM u");
    database.execute("DROP TABLE t");

    Failure failure = refusal(database.connection());
    assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_UNSUPPORTED);
    assertThat(failure.message()).endsWith("would give up: v");
  }

  /** MySQL has none. */
  @Test
  void namesTablesWithAHistoryByTransactions() throws Exception {
    MariaDbDatabase database = server.createDatabase();
    String history =
        "(a int, s %1$s GENERATED ALWAYS AS ROW START, e %1$s GENERATED ALWAYS AS ROW END,"
            + " PERIOD FOR SYSTEM_TIME (s, e)) WITH SYSTEM VERSIONING";
    if (server.release().isMariaDb()) {
      database.execute("CREATE TABLE by_time " + history.formatted("timestamp(6)"));
      assertThat(MysqlRuns.dump(database.connection())).isNotEmpty();
      database.execute("CREATE TABLE trx " + history.formatted("bigint unsigned"));

      Failure failure = refusal(database.connection());
      assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_UNSUPPORTED);
      assertThat(failure.message()).endsWith("cannot read: trx");
    } else {
      database.execute("CREATE TABLE t (s bigint unsigned AS (1))");
      assertThat(MysqlRuns.dump(database.connection())).isNotEmpty();
    }
  }

  /** Or the server would say so in the midst of a restore. */
  @Test
  void asksForTheRightToReferToTablesOfAnotherDatabase() throws Exception {
    MariaDbDatabase database = server.createDatabase();
    server.execute("", "CREATE DATABASE referred");
    try {
      server.execute("referred", "CREATE TABLE p (id int PRIMARY KEY); INSERT INTO p VALUES (1)");
      database.execute("CREATE TABLE c (id int, FOREIGN KEY (id) REFERENCES referred.p (id))");
      database.execute("INSERT INTO c VALUES (1)");
      byte[] dump = MysqlRuns.dump(database.connection());

      Failure failure = MysqlRuns.refusal(dump, database.connection());
      assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_RIGHTS);
      String grant = "GRANT REFERENCES ON `referred`.`p` TO 'keeper'@'%';";
      assertThat(failure.hint()).isEqualTo("Grant it: " + grant);
      assertThat(driver.probe(database.connection()).warnings())
          .singleElement()
          .asString()
          .contains("Restores into this database will not work", grant);

      String enough = server.release().isMariaDb() ? "SELECT" : "REFERENCES";
      server.execute("", grant.replace("REFERENCES", enough));
      MysqlRuns.restore(dump, database.connection());
      assertThat(database.query("SELECT id FROM c")).containsExactly("1");
      server.execute("", "REVOKE " + enough + " ON `referred`.`p` FROM 'keeper'@'%'");
    } finally {
      database.execute("DROP TABLE c");
      server.execute("", "DROP DATABASE referred");
    }
  }

  /** Or a backup of all databases would take its own for one that is gone, and leave it out. */
  @Test
  void aViewOfADatabaseThatIsGoneIsOneThatDoesNotWork() throws Exception {
    server.execute("", "CREATE DATABASE gone");
    server.execute("gone", "CREATE TABLE t (id int)");
    MariaDbDatabase database = server.createDatabase();
    database.execute("CREATE TABLE u (id int); CREATE VIEW v AS SELECT id FROM gone.t");
    server.execute("", "DROP DATABASE gone");

    assertThat(refusal(database.connection()).code()).isEqualTo(FailureCode.DATABASE_UNSUPPORTED);
    assertThat(driver.probe(database.connection()).warnings())
        .anySatisfy(it -> assertThat(it).contains("Restores into", "views that do not work: v"));
  }

  /** What others do at the server for a while is no fault of the view's. */
  @Test
  void aViewIsNoHindranceWhereOthersHavePreparedAllThatTheServerLets() throws Exception {
    MariaDbDatabase database = server.createDatabase();
    database.execute("CREATE TABLE t (id int); CREATE VIEW v AS SELECT id FROM t");
    server.execute("", "SET GLOBAL max_prepared_stmt_count = 0");
    try {
      assertThat(driver.probe(database.connection()).warnings()).isEmpty();
    } finally {
      server.execute("", "SET GLOBAL max_prepared_stmt_count = 16382");
    }
  }

  /** Or the target would have lost its view, should the restore have had to be undone. */
  @Test
  void asksForTheRightToReadWhatViewsReadOfAnotherDatabase() throws Exception {
    MariaDbDatabase database = server.createDatabase();
    server.execute("", "CREATE DATABASE `re``ad`");
    try {
      server.execute("re`ad", "CREATE TABLE p (id int); INSERT INTO p VALUES (1), (2)");
      server.execute("re`ad", "CREATE FUNCTION g(x int) RETURNS int DETERMINISTIC RETURN x + 1");
      database.execute("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
      database.execute(
          """
          CREATE VIEW v AS SELECT t.id, trim(BOTH 'x' FROM q.id) FROM t
            LEFT JOIN (t AS q JOIN `re``ad`.p ON p.id = q.id) ON p.id = t.id
          """);
      String read = "GRANT SELECT ON `re``ad`.`p` TO 'keeper'@'%';";
      if (server.release() == MysqlRelease.MYSQL_8) { // whose keeper may read all
        database.execute("CREATE VIEW w AS SELECT `re``ad`.g(id) AS h FROM t");
        read = "GRANT EXECUTE ON FUNCTION `re``ad`.`g` TO 'keeper'@'%';";
      } else if (server.release().isMariaDb()) {
        database.execute("CREATE SEQUENCE `re``ad`.s; CREATE VIEW w AS SELECT NEXTVAL(`re``ad`.s)");
        read += " GRANT SELECT, INSERT ON `re``ad`.`s` TO 'keeper'@'%';";
      }
      String grant = read;
      byte[] dump = MysqlRuns.dump(database.connection("root", ""));
      MariaDbDatabase empty = server.createDatabase();

      assertRefused(dump, database, grant);
      assertThat(driver.probe(database.connection()).warnings())
          .anySatisfy(it -> assertThat(it).contains("Restores into this database will not", grant));
      assertRefused(dump, empty, grant);
      server.execute("", grant);
      for (MariaDbDatabase target : List.of(database, empty)) {
        MysqlRuns.restore(dump, target.connection());
        assertThat(target.query("SELECT id FROM v")).containsExactly("1");
      }
    } finally {
      server.execute("", "DROP DATABASE `re``ad`");
    }
  }

  private static void assertRefused(byte[] dump, MariaDbDatabase target, String grant) {
    Failure failure = MysqlRuns.refusal(dump, target.connection());
    assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_RIGHTS);
    assertThat(failure.hint()).isEqualTo("Grant it: " + grant);
    assertThat(target.query("SHOW DATABASES LIKE 'holdfast%'")).isEmpty();
  }

  private static ConnectionUri asReader(MariaDbDatabase database) {
    return database.connection(MariaDbServer.READER, MariaDbServer.PASSWORD);
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
