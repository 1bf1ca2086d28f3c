package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Dump;
import holdfast.database.DumpFacts;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServer;
import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import holdfast.testing.RecordingLog;
import holdfast.testing.Runs;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What dumps must be and tell at each release. */
abstract class MysqlDumpContract {
  private final MysqlDriver driver = new MysqlDriver();
  private final MysqlRelease release;
  private final MariaDbServer server;

  MysqlDumpContract(MysqlRelease release) {
    this.release = release;
    this.server = MariaDbServers.shared(release);
  }

  @AfterEach
  void dropDatabases() {
    MariaDbServers.dropDatabases();
  }

  /**
   * A writer moves money between two tables, and notes with each move where the binary log was
   * before it. At no moment is there more or less money, and what the manifest says of the moment
   * is what was noted with the first move that the dump has not.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void showsOneMomentAndTellsWhichOneItIs(boolean transactionsAreNumbered) throws Exception {
    MariaDbDatabase source = server.createDatabase();
    MariaDbDatabase target = server.createDatabase();
    try (AutoCloseable numbers =
            release.isMariaDb()
                ? () -> {} // It always numbers them.
                : NumberedTransactions.of(server, transactionsAreNumbered);
        MoneyMover mover = new MoneyMover(source)) {
      assertThat(numbers).isNotNull();
      mover.awaitMoreThan(0);
      int before = mover.moves();
      try (Dump dump = driver.dump(BackupType.DUMP, Runs.on(asReader(source)))) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(ISO_8859_1).contains("INSERT INTO `a`")) {
          bytes.write(dump.stream().readNBytes(1000));
        }
        int begun = mover.moves();
        mover.awaitMoreThan(begun); // The tool has far more to say of both tables.
        dump.stream().transferTo(bytes);
        Map<String, String> details = dump.awaitSuccess().details();
        MysqlRuns.restore(bytes.toByteArray(), target.connection());

        assertThat(
                target.query(
                    "SELECT (SELECT SUM(money) FROM a) + (SELECT SUM(money) FROM b) FROM DUAL"))
            .containsExactly("100000");
        int shown = Integer.parseInt(target.query("SELECT MAX(n) FROM move").getFirst());
        assertThat(shown).isBetween(before, begun);
        mover.awaitMoreThan(shown);
        mover.notedWith(shown + 1).assertIsToldBy(details);
      }
    }
  }

  @Test
  void recordsItsPlaceInTheBinaryLog() throws Exception {
    MariaDbDatabase database = server.createDatabase();
    database.fill();
    try (Dump dump = driver.dump(BackupType.DUMP, Runs.on(asReader(database)))) {
      dump.stream().readAllBytes();
      DumpFacts facts = dump.awaitSuccess();
      assertThat(facts.serverVersion()).startsWith(release.versionBegins());
      assertThat(facts.toolVersion()).startsWith("mariadb-dump 1");
      Map<String, String> place = NotedPlace.now(server).details();
      assertThat(facts.details())
          .containsEntry("tables", "6")
          .containsAllEntriesOf(place)
          .hasSize(1 + place.size());
      assertThat(facts.details().get("binaryLogFile")).startsWith("bin.");
    }
  }

  @Test
  void aDumpOfNothingHasAPlaceToo() throws Exception {
    MariaDbDatabase database = server.createDatabase();
    try (Dump dump = driver.dump(BackupType.DUMP, Runs.on(asReader(database)))) {
      dump.stream().readAllBytes();
      assertThat(dump.awaitSuccess().details())
          .containsAllEntriesOf(NotedPlace.now(server).details());
    }
  }

  /** MariaDB tells it everybody. */
  @Test
  void saysThatThePlaceIsMissingWhereTheUserMayNotSeeIt() throws Exception {
    MariaDbDatabase database = server.createDatabase();
    String lack =
        "the user backup lacks REPLICATION CLIENT; GRANT REPLICATION CLIENT ON *.* TO 'backup'@'%'";
    if (!release.isMariaDb()) {
      database.execute("REVOKE REPLICATION CLIENT ON *.* FROM 'backup'@'%'");
    }
    RecordingLog log = new RecordingLog();
    try (Dump dump =
        driver.dump(BackupType.DUMP, new RunContext(asReader(database), Runs.newTag(), log))) {
      dump.stream().readAllBytes();
      Map<String, String> details = dump.awaitSuccess().details();
      List<String> warnings = driver.probe(asReader(database)).warnings();
      if (release.isMariaDb()) {
        assertThat(details).containsKey("binaryLogFile");
      } else {
        assertThat(details).containsOnlyKeys("tables");
        assertThat(log.lines()).anySatisfy(line -> assertThat(line).contains("not recorded", lack));
        assertThat(warnings).anySatisfy(it -> assertThat(it).contains("binary log: " + lack));
      }
    }
  }

  /** Of each the words, and the statement that gives it. */
  @Test
  void namesTheRightThatIsMissing() {
    for (String right : List.of("SELECT", "SHOW VIEW", "TRIGGER", "EVENT")) {
      MariaDbDatabase database = server.createDatabase();
      String grant = right + " ON `" + database.name() + "`.*";
      database.execute("REVOKE " + grant + " FROM 'backup'@'%'");
      if (right.equals("SELECT") && release == MysqlRelease.MYSQL_8) {
        database.execute("REVOKE SELECT ON *.* FROM 'backup'@'%'");
        assertThat(lackOf(database).message()).endsWith("lacks SELECT, and SELECT ON *.*");
      } else {
        assertThat(lackOf(database).message()).endsWith("lacks " + right);
        assertThat(lackOf(database).hint())
            .isEqualTo("Grant it: GRANT %s TO 'backup'@'%%';".formatted(grant));
      }
    }
  }

  @Test
  void namesTheRightToReadRoutinesAndAllOthersAtOnce() {
    MariaDbDatabase database = server.createDatabase();
    String grant = release.routineGrant(database.name());
    database.execute("REVOKE " + grant + " FROM 'backup'@'%'");
    assertThat(lackOf(database).message()).endsWith("lacks " + grant);
    database.execute("REVOKE SHOW VIEW, EVENT ON `" + database.name() + "`.* FROM 'backup'@'%'");

    assertThat(lackOf(database).message()).endsWith("lacks SHOW VIEW, EVENT, and " + grant);
    assertThat(lackOf(database).hint())
        .isEqualTo(
            "Grant it: GRANT SHOW VIEW, EVENT ON `%s`.* TO 'backup'@'%%'; GRANT %s TO 'backup'@'%%';"
                .formatted(database.name(), grant));
  }

  /** A right on the server's own schema shows routines only where these are in a table there. */
  @Test
  void countsTheRightOnTheTableOfRoutinesWhereThereIsOne() throws Exception {
    MariaDbDatabase database = server.createDatabase();
    database.execute("CREATE PROCEDURE routine() SELECT 1");
    String grant = release.routineGrant(database.name());
    database.execute("REVOKE " + grant + " FROM 'backup'@'%'");
    database.execute("GRANT SELECT ON mysql.* TO 'backup'@'%'");
    try {
      if (release == MysqlRelease.MYSQL_8 || release == MysqlRelease.MYSQL_9) {
        assertThat(lackOf(database).message()).endsWith("lacks " + grant);
        assertThat(lackOf(database).hint()).contains("GRANT " + grant + " TO ");
      } else {
        assertThat(new String(MysqlRuns.dump(asReader(database)), ISO_8859_1))
            .contains("PROCEDURE `routine`");
      }
    } finally {
      database.execute("REVOKE SELECT ON mysql.* FROM 'backup'@'%'");
    }
  }

  /** All that there is for a database alone shows them where there is a right for that. */
  @Test
  void namesTheRightToReadRoutinesToWhoHasAllOnTheDatabase() throws Exception {
    MariaDbDatabase database = server.createDatabase();
    database.execute("CREATE FUNCTION routine() RETURNS int DETERMINISTIC RETURN 1");
    String grant = release.routineGrant(database.name());
    database.execute("REVOKE " + grant + " FROM 'backup'@'%'");
    database.execute("GRANT ALL PRIVILEGES ON `" + database.name() + "`.* TO 'backup'@'%'");
    if (release == MysqlRelease.MARIADB_11) {
      assertThat(new String(MysqlRuns.dump(asReader(database)), ISO_8859_1))
          .contains("FUNCTION `routine`");
    } else {
      assertThat(lackOf(database).message()).endsWith("lacks " + grant);
      assertThat(driver.probe(asReader(database)).warnings())
          .anySatisfy(it -> assertThat(it).contains("Backups will not work", "lacks " + grant));
    }
  }

  /** Which counts alone: the server would not show its triggers, and a dump be without them. */
  @Test
  void namesTheRightThatALineForTheVeryDatabaseHasNot() throws Exception {
    MariaDbDatabase database = server.createDatabase();
    database.execute("GRANT ALL PRIVILEGES ON `Shop%`.* TO 'backup'@'%'");
    try {
      assertThat(MysqlRuns.dump(asReader(database))).isNotEmpty();
      database.execute("REVOKE TRIGGER ON `" + database.name() + "`.* FROM 'backup'@'%'");
      assertThat(lackOf(database).message()).endsWith("lacks TRIGGER");
    } finally {
      database.execute("REVOKE ALL PRIVILEGES ON `Shop%`.* FROM 'backup'@'%'");
    }
  }

  /** The server applies it; it does not show it without being asked to. */
  @Test
  void countsTheRightsOfRoles() throws Exception {
    if (release == MysqlRelease.MYSQL_5) {
      return; // It has none.
    }
    MariaDbDatabase database = server.createDatabase();
    database.execute(
        """
        CREATE ROLE readers;
        GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON `%s`.* TO readers;
        GRANT %s TO readers;
        CREATE USER 'by role'@'%%' IDENTIFIED BY 'secret';
        GRANT readers TO 'by role'@'%%';
        SET DEFAULT ROLE readers %s 'by role'@'%%'
        """
            .formatted(
                database.name(),
                release.routineGrant(database.name()),
                release.isMariaDb() ? "FOR" : "TO"));
    try {
      assertThat(MysqlRuns.dump(database.connection("by role", "secret"))).isNotEmpty();
    } finally {
      database.execute("DROP USER 'by role'@'%'; DROP ROLE readers");
    }
  }

  private Failure lackOf(MariaDbDatabase database) {
    Failure failure =
        failure(() -> driver.dump(BackupType.DUMP, Runs.on(asReader(database))).close());
    assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_RIGHTS);
    return failure;
  }

  @Test
  void whoMayOnlyReadIsToldSoBeforeARestore() throws Exception {
    MariaDbDatabase database = server.createDatabase();
    Failure failure = failure(() -> driver.restore(Runs.on(asReader(database))).close());
    assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_RIGHTS);
    assertThat(failure.message()).contains("INSERT", "CREATE", "beside it", "PROCESS");
    assertThat(failure.hint())
        .isEqualTo(
            "Grant it: GRANT ALL PRIVILEGES ON `%s`.* TO 'backup'@'%%';".formatted(database.name())
                + " GRANT ALL PRIVILEGES ON `holdfast\\_%`.* TO 'backup'@'%';"
                + " GRANT PROCESS ON *.* TO 'backup'@'%';");
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
        "CREATE DEFINER = 'keeper'@'%' TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.id = 1",
        "CREATE DEFINER = 'keeper'@'%' FUNCTION g() RETURNS int DETERMINISTIC RETURN 1"
      })
  void refusesATargetWhoseObjectsTheServerWouldNotLetBeMadeAgain(String create) {
    MariaDbDatabase database = server.createDatabase();
    database.execute("CREATE TABLE t (id int)");
    database.execute(create);
    database.execute("SET GLOBAL log_bin_trust_function_creators = 0");
    database.execute("REVOKE SUPER ON *.* FROM 'keeper'@'%'");
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
    MariaDbDatabase database = server.createDatabase();
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
  void saysBeforeADumpWhatCouldNotBeRestored() throws Exception {
    MariaDbDatabase database = server.createDatabase();
    if (release.isMariaDb()) {
      database.execute("CREATE SEQUENCE s");
      database.execute("CREATE TABLE t (id int DEFAULT NEXTVAL(s))");
    } else {
      database.execute("CREATE TABLE t (id int) ENGINE=MRG_MYISAM");
    }
    Failure failure = failure(() -> MysqlRuns.dump(database.connection()));
    assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_UNSUPPORTED);
    assertThat(failure.message())
        .endsWith(
            release.isMariaDb()
                ? "from a sequence, which could not be restored: t.id"
                : "restored: t (MRG_MYISAM)");
    assertThat(driver.probe(database.connection()).warnings())
        .contains("Backups will not work: %s. %s".formatted(failure.message(), failure.hint()));
  }

  /** Who asks for a dump has asked the probe before, and says what that has said. */
  @Test
  void leavesWarningsToTheProbe() throws Exception {
    MariaDbDatabase database = server.createDatabase();
    database.execute("CREATE TABLE t (f float) ENGINE=MyISAM");
    assertThat(driver.probe(database.connection()).warnings()).hasSize(2);
    RecordingLog log = new RecordingLog();
    try (Dump dump =
        driver.dump(BackupType.DUMP, new RunContext(database.connection(), Runs.newTag(), log))) {
      dump.stream().readAllBytes();
      dump.awaitSuccess();
    }
    assertThat(log.lines()).singleElement().asString().contains("dumping ");
  }

  @Test
  void takesATriggersDatabaseFromItsName() throws Exception {
    MariaDbDatabase source = server.createDatabase();
    source.execute("CREATE TABLE t (id int, f float)");
    source.execute(
        "create trigger `%1$s`.`tr` before insert on `%1$s` . `t` for each row set NEW.id = 5"
            .formatted(source.name()));
    MariaDbDatabase target = server.createDatabase();
    MysqlRuns.restore(MysqlRuns.dump(source.connection()), target.connection());
    server.execute("", "DROP DATABASE `" + source.name() + "`");
    target.execute("INSERT INTO t (id) VALUES (1)");
    assertThat(target.query("SELECT id FROM t")).containsExactly("5");
    assertThat(driver.probe(target.connection()).warnings())
        .singleElement()
        .asString()
        .contains("six digits", "t.f");
  }

  @Test
  void refusesWithoutAnyTool() {
    MariaDbDatabase database = server.createDatabase();
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
