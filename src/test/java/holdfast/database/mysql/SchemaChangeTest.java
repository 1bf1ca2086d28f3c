package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Dump;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.Leftovers;
import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServer;
import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import holdfast.testing.Runs;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a dump ends well while which the schema was changed. */
@ParameterizedClass
@EnumSource(names = "MYSQL_9", mode = EnumSource.Mode.EXCLUDE)
class SchemaChangeTest {
  private final MysqlDriver driver = new MysqlDriver();
  private final MysqlRelease release;

  SchemaChangeTest(MysqlRelease release) {
    this.release = release;
  }

  @AfterEach
  void dropDatabases() {
    MariaDbServers.dropDatabases();
  }

  /** As tools do that change a schema online: the dump would have one row of three. */
  @ParameterizedTest
  @ValueSource(strings = {MariaDbServer.READER, MariaDbServer.KEEPER})
  void aTableInAnothersPlaceMakesItFail(String user) throws Exception {
    MariaDbDatabase other = MariaDbServers.shared(release).createDatabase();
    other.execute("CREATE TABLE t (id int PRIMARY KEY, v varchar(9))");
    other.execute("INSERT INTO t VALUES (1, 'one')");
    Failure failure =
        failure(
            filled(),
            user,
            "INSERT INTO `%1$s`.t SELECT * FROM t WHERE id > 1; RENAME TABLE t TO old, `%1$s`.t TO t"
                .formatted(other.name()));

    assertThat(failure.message())
        .endsWith("changed while it was dumped, and the dump may lack rows: table t");
    assertThat(failure.hint()).startsWith("Keep ALTER, RENAME, ");
  }

  /** Also where files cannot have the names of tables. */
  @ParameterizedTest
  @ValueSource(strings = {MariaDbServer.READER, MariaDbServer.KEEPER})
  void tablesWithEachOthersNamesMakeItFail(String user) throws Exception {
    MariaDbDatabase source = filled();
    source.execute("CREATE TABLE `z-ü` LIKE t");
    Failure failure = failure(source, user, "RENAME TABLE t TO h, `z-ü` TO t, h TO `z-ü`");

    assertThat(failure.message()).endsWith("may lack rows: table t, table z-ü");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ALTER TABLE u DROP PARTITION p0                                       | table u
          ALTER TABLE u EXCHANGE PARTITION p0 WITH TABLE t                      | table t, table u
          CREATE TABLE n (id int); CREATE VIEW v AS SELECT * FROM n             | view v
          CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.v = 'x'      | trigger g
          DROP PROCEDURE p; CREATE PROCEDURE p() SELECT 2                       | procedure p
          """)
  void aChangeThatNoToolSeesMakesItFail(String change, String told) throws Exception {
    assertThat(failure(filled(), MariaDbServer.KEEPER, change).message())
        .endsWith("may lack rows: " + told);
  }

  /** The tool finds some of them, at some servers. */
  @ParameterizedTest
  @ValueSource(strings = {"DROP COLUMN v", "ADD COLUMN n int DEFAULT 5"})
  void otherColumnsMakeItFail(String change) throws Exception {
    assertThat(failure(filled(), MariaDbServer.KEEPER, "ALTER TABLE t " + change).message())
        .containsAnyOf("may lack rows: table t", "`t`");
  }

  @Test
  void whatIsWrittenMeanwhileDoesNot() throws Exception {
    for (String user : List.of(MariaDbServer.READER, MariaDbServer.KEEPER)) {
      MariaDbDatabase source = filled();
      source.execute("CREATE TABLE own_file (id int) ENGINE=MyISAM");
      source.execute(
          "CREATE TABLE column_file (id int) ENGINE=" + (release.isMariaDb() ? "Aria" : "ARCHIVE"));
      dump(
          source,
          user,
          () -> {
            source.execute(
                """
                INSERT INTO t (id, v) VALUES (9, 'late'); UPDATE t SET v = 'other'; DELETE FROM a;
                INSERT INTO numbered (v) VALUES ('x'), ('y'); INSERT INTO u (id) VALUES (5);
                INSERT INTO own_file VALUES (1); INSERT INTO column_file VALUES (1);
                CREATE TABLE later (id int); INSERT INTO later VALUES (1);
                CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM t WHERE id = 0
                """);
            source.query("ANALYZE TABLE t, u, a, numbered, own_file");
          });
    }
  }

  /** Its first table has far more rows than are on the way when the dump is not read on. */
  private MariaDbDatabase filled() {
    MariaDbDatabase database = MariaDbServers.shared(release).createDatabase();
    database.execute("CREATE TABLE a (id int PRIMARY KEY, filler text)");
    database.execute("INSERT INTO a SELECT seq, REPEAT('x', 2000) FROM " + release.numbers(500));
    database.execute(
        """
        CREATE TABLE t (id int PRIMARY KEY, v varchar(9));
        INSERT INTO t VALUES (1, 'one'), (2, 'two'), (3, 'three');
        CREATE TABLE numbered (id int AUTO_INCREMENT PRIMARY KEY, v varchar(9));
        CREATE TABLE u (id int PRIMARY KEY, v varchar(9)) PARTITION BY RANGE (id)
          (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (20));
        INSERT INTO u VALUES (1, 'one'), (15, 'fifteen');
        CREATE VIEW w AS SELECT * FROM a;
        CREATE PROCEDURE p() SELECT 1
        """);
    return database;
  }

  private interface Meanwhile {
    void run() throws Exception;
  }

  private Failure failure(MariaDbDatabase source, String user, String change) {
    FailureException thrown =
        catchThrowableOfType(
            FailureException.class, () -> dump(source, user, () -> source.execute(change)));
    assertThat(thrown).as("what the dump ended with").isNotNull();
    Failure failure = thrown.failure();
    assertThat(failure.code()).isEqualTo(FailureCode.DUMP_FAILED);
    assertThat(failure.code().mayPass()).as("it is tried again").isTrue();
    return failure;
  }

  private void dump(MariaDbDatabase source, String user, Meanwhile meanwhile) throws Exception {
    ConnectionUri connection = source.connection(user, MariaDbServer.PASSWORD);
    try (Dump dump = driver.dump(BackupType.DUMP, Runs.on(connection))) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      while (!bytes.toString(ISO_8859_1).contains("INSERT INTO `a`")) {
        bytes.write(dump.stream().readNBytes(1000));
      }
      awaitNextSecond(source);
      meanwhile.run();
      dump.stream().transferTo(bytes);
      dump.awaitSuccess();
    }
  }

  /**
   * Servers tell when a table was made in whole seconds, of a clock that is some milliseconds late.
   */
  private static void awaitNextSecond(MariaDbDatabase database) {
    String newest =
        "SELECT MAX(CREATE_TIME) < NOW() - INTERVAL 1 SECOND FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()";
    assertThat(Leftovers.await(() -> database.query(newest).equals(List.of("1")))).isTrue();
  }
}
