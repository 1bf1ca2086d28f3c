package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServer;
import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a server has once let in comes back, also where it would not be let in today. */
class LenientRestoreTest {
  @AfterEach
  void dropDatabases() {
    MariaDbServers.dropDatabases();
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_10", "MARIADB_11", "MYSQL_5", "MYSQL_8"})
  void bringsBackTablesWhoseOptionsAreNotStrictlyRight(MysqlRelease release) throws Exception {
    MariaDbDatabase target =
        restored(
            release,
            "SET innodb_strict_mode = 0",
            "CREATE TABLE t (a int) ENGINE=InnoDB ROW_FORMAT=FIXED",
            "INSERT INTO t VALUES (7)");
    assertThat(target.query("SELECT a FROM t")).containsExactly("7");
    String options =
        "SELECT CREATE_OPTIONS FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()";
    assertThat(target.query(options)).singleElement().asString().containsIgnoringCase("row_format");
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_10", "MARIADB_11", "MYSQL_5", "MYSQL_8"})
  void bringsBackIndexesNamedLikeFunctionsOfSequences(MysqlRelease release) throws Exception {
    MariaDbDatabase target =
        restored(
            release,
            "CREATE TABLE t (a int, KEY `NEXTVAL` (a), KEY `lastval` (a), KEY `SETVAL` (a))",
            "INSERT INTO t VALUES (7)");
    String indexes =
        "SELECT LOWER(INDEX_NAME) FROM information_schema.STATISTICS"
            + " WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1";
    assertThat(target.query(indexes)).containsExactly("lastval", "nextval", "setval");
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_10", "MARIADB_11"})
  void bringsBackRowsThatAConstraintWouldNotLetInToday(MysqlRelease release) throws Exception {
    MariaDbDatabase target =
        restored(
            release,
            "SET check_constraint_checks = 0",
            "CREATE TABLE t (a int CHECK (a > 0))",
            "INSERT INTO t VALUES (-1), (1)");
    assertThat(target.query("SELECT a FROM t ORDER BY a")).containsExactly("-1", "1");
    assertThatThrownBy(() -> target.execute("INSERT INTO t VALUES (-2)"))
        .rootCause()
        .hasMessageContaining("`t.a` failed");
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_10", "MARIADB_11"})
  void bringsBackSequencesThatAreUsedUp(MysqlRelease release) throws Exception {
    String far = "MINVALUE -9223372036854775807 START -9223372036854775806 NOCACHE INCREMENT ";
    MariaDbDatabase target =
        restored(
            release,
            "CREATE SEQUENCE down " + far + "-1",
            "DO NEXTVAL(down), NEXTVAL(down)",
            "CREATE SEQUENCE steps " + far + "-5",
            "DO NEXTVAL(steps)",
            "CREATE SEQUENCE circle " + far + "-1 CYCLE",
            "DO NEXTVAL(circle), NEXTVAL(circle)",
            "CREATE SEQUENCE up START 9223372036854775806",
            "DO NEXTVAL(up)");
    for (String sequence : List.of("down", "steps", "up")) {
      assertThatThrownBy(() -> target.query("SELECT NEXTVAL(" + sequence + ")"))
          .rootCause()
          .hasMessageContaining("has run out");
    }
    assertThat(target.query("SELECT NEXTVAL(circle)")).containsExactly("-1");
  }

  /** As NO_AUTO_CREATE_USER, a default of the older servers. */
  @ParameterizedTest
  @CsvSource({"MYSQL_5, MYSQL_8", "MARIADB_10, MYSQL_8", "MARIADB_10, MYSQL_5"})
  void bringsBackWhatWasMadeUnderModesThatANewerServerHasNot(MysqlRelease from, MysqlRelease to)
      throws Exception {
    OtherModes.assertRestored(from, to);
  }

  /** Read in which, a definition could be another one. */
  @Test
  void saysWhichModeAServerDoesNotKnow() throws Exception {
    MariaDbDatabase source = MariaDbServers.shared().createDatabase();
    source.execute("SET sql_mode = 'ORACLE'; CREATE PROCEDURE p AS BEGIN NULL; END");
    byte[] dump = MysqlRuns.dump(source.connection());
    MariaDbDatabase target = MariaDbServers.shared(MysqlRelease.MYSQL_8).createDatabase();

    Failure failure = MysqlRuns.refusal(dump, target.connection());

    assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
    assertThat(failure.message()).contains("does not know", "'ORACLE'");
  }

  /** After which an empty text is none for our own statements, too. */
  @ParameterizedTest
  @EnumSource(names = {"MARIADB_10", "MARIADB_11"})
  void bringsBackTriggersForWhichEmptyTextsAreNull(MysqlRelease release) throws Exception {
    MariaDbDatabase target =
        restored(
            release,
            "CREATE TABLE t (b varchar(9))",
            "SET sql_mode = 'EMPTY_STRING_IS_NULL'",
            "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.b = COALESCE('', 'null')");
    target.execute("INSERT INTO t VALUES (1)");
    assertThat(target.query("SELECT b FROM t")).containsExactly("null");
  }

  /** What prices were clipped to: the server takes it for out of range, and as what it is. */
  @ParameterizedTest
  @EnumSource(names = {"MARIADB_10", "MARIADB_11", "MYSQL_5", "MYSQL_8"})
  void bringsBackTheLargestValuesOfFloats(MysqlRelease release) throws Exception {
    MariaDbDatabase target =
        restored(
            release,
            "SET sql_mode = ''",
            "CREATE TABLE t (a float(10, 2), b float(9, 5) unsigned, c varchar(9))",
            "INSERT INTO t VALUES (1, 1, 'a,('), (1e9, 1e9, ''), (-1e9, 1, ')')");
    String values = "SELECT CONCAT(a, ' ', b, ' ', c) FROM t ORDER BY a";
    assertThat(target.query(values))
        .containsExactly(
            "-100000000.00 1.00000 )", "1.00 1.00000 a,(", "100000000.00 10000.00000 ");
  }

  /** The server does not say of which column it warns. */
  @ParameterizedTest
  @EnumSource(names = {"MARIADB_10", "MARIADB_11"})
  void bringsBackGeneratedValuesThatLackLetters(MysqlRelease release) throws Exception {
    MariaDbDatabase target =
        restored(
            release,
            "SET sql_mode = ''",
            "CREATE TABLE t (a varchar(9), b varchar(9) AS (CONVERT(a USING ascii)) PERSISTENT)",
            "INSERT INTO t (a) VALUES ('Zoë')");
    assertThat(target.query("SELECT CONCAT(a, b) FROM t")).containsExactly("ZoëZo?");
  }

  /** Into another database, what some statements of one session make. */
  private static MariaDbDatabase restored(MysqlRelease release, String... statements)
      throws Exception {
    MariaDbServer server = MariaDbServers.shared(release);
    MariaDbDatabase source = server.createDatabase();
    source.execute(String.join(";", statements));
    MariaDbDatabase target = server.createDatabase();
    MysqlRuns.restore(MysqlRuns.dump(source.connection()), target.connection());
    return target;
  }
}
