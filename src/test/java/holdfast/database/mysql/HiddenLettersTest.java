package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What servers show as a question mark in definitions, and what a restore would make of it. */
@ParameterizedClass
@EnumSource(names = {"MARIADB_10", "MARIADB_11", "MYSQL_5", "MYSQL_8"})
class HiddenLettersTest {
  private final MysqlRelease release;
  private final MariaDbDatabase source;
  private final MysqlDriver driver = new MysqlDriver();

  HiddenLettersTest(MysqlRelease release) {
    this.release = release;
    this.source = MariaDbServers.shared(release).createDatabase();
  }

  @AfterEach
  void dropDatabases() {
    MariaDbServers.dropDatabases();
  }

  @Test
  void areRefusedInMembersAndDefaults() throws Exception {
    source.execute(
        """
        CREATE TABLE mood (id int, m enum('sad', '🙂'), s set('🙂', 'x'), d char(1) DEFAULT '🙂',
          fine enum('a?', 'é') DEFAULT 'a?') CHARACTER SET utf8mb4
        """);
    source.execute("INSERT INTO mood (m, s) VALUES (2, 3)");

    Failure failure =
        catchThrowableOfType(FailureException.class, () -> MysqlRuns.dump(source.connection()))
            .failure();

    assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_UNSUPPORTED);
    assertThat(failure.message()).endsWith(": mood.d, mood.m, mood.s");
    assertThat(driver.probe(source.connection()).warnings()).anyMatch(it -> it.contains("mood.m"));
  }

  @Test
  void areSuspectedWhereNoRowTells() throws Exception {
    source.execute(
        "CREATE TABLE mood (m enum('sad', '🙂'), d char(1) DEFAULT '🙂', e set('a?', 'b'))");
    source.execute(
        "CREATE TABLE fine (m enum('é', '?') CHARACTER SET utf8mb3, d char DEFAULT 'é')");

    List<String> warnings = driver.probe(source.connection()).warnings();

    if (release.isMariaDb()) {
      assertThat(warnings).anyMatch(it -> it.contains("will not work") && it.contains(": mood.m."));
    } else {
      assertThat(warnings)
          .anyMatch(it -> it.contains("no row shows") && it.contains(": mood.d, mood.e, mood.m."));
    }
  }

  @Test
  void aQuestionMarkIsOne() throws Exception {
    source.execute(
        """
        CREATE TABLE `it's ``?` (`m``?` enum('a', 'it''s \\\\?', '?'), s set('?', 'b', 'c?'),
          d varchar(9) DEFAULT '?x') CHARACTER SET utf8mb4
        """);
    source.execute("INSERT INTO `it's ``?` (`m``?`, s) VALUES (1, 5), (2, 2), (3, 0)");
    MariaDbDatabase target = MariaDbServers.shared(release).createDatabase();

    MysqlRuns.restore(MysqlRuns.dump(source.connection()), target.connection());

    assertThat(target.contents()).isEqualTo(source.contents());
    assertThat(driver.probe(source.connection()).warnings()).noneMatch(it -> it.contains("four"));
  }

  /** What an ENUM was given by mistake once, and what old tables have of dates, comes back. */
  @Test
  void aRestoreTakesWhatStrictServersDoNot() throws Exception {
    source.execute(
        """
        SET sql_mode = 'ALLOW_INVALID_DATES';
        CREATE TABLE old (id int, e enum('a', 'b'), d date, n int NOT NULL, t varchar(9), g varchar(2) AS (t))
        """);
    source.execute(
        """
        SET sql_mode = 'ALLOW_INVALID_DATES';
        INSERT INTO old (id, e, d, n, t) VALUES
          (1, 'z', '0000-00-00', 0, ''), (2, 'b', '2026-02-30', 1, '),('), (3, 'z', NULL, 2, 'it''s \\\\')
        """);
    MariaDbDatabase target = MariaDbServers.shared(release).createDatabase();

    MysqlRuns.restore(MysqlRuns.dump(source.connection()), target.connection());

    assertThat(target.contents()).isEqualTo(source.contents());
    assertThat(target.query("SELECT e + 0 FROM old ORDER BY id")).containsExactly("0", "2", "0");
  }

  @Test
  void aRestoreThatWouldAlterAValueFails() throws Exception {
    source.execute(
        "CREATE TABLE t (id int, e enum('good', ''), n int, c varchar(9) CHARACTER SET latin1)");
    source.execute("INSERT INTO t VALUES (1, 'good', 300, 'é'), (2, '', 7, 'e')");
    String dump = new String(MysqlRuns.dump(source.connection()), UTF_8);
    MariaDbDatabase target = MariaDbServers.shared(release).createDatabase();
    target.execute("CREATE TABLE kept AS SELECT 1 AS id");

    assertRefused(dump.replace("enum('good',", "enum('g',"), target, "column 'e' at row 1");
    assertRefused(dump.replace("`n` int", "`n` tinyint"), target, "column 'n' at row 1");
    String ascii = dump.replace("latin1_swedish_ci", "ascii_general_ci").replace("latin1", "ascii");
    assertRefused(ascii, target, "at row 1");
    assertRefused(dump.replace("varchar(9)", "varchar(0)"), target, "column 'c' at row 1");

    MysqlRuns.restore(dump.getBytes(UTF_8), target.connection());
    assertThat(target.contents()).isEqualTo(source.contents());
  }

  private void assertRefused(String dump, MariaDbDatabase target, String said) {
    Failure failure = MysqlRuns.refusal(dump.getBytes(UTF_8), target.connection());
    assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
    assertThat(failure.message()).contains("would alter", said, "INSERT INTO t");
    assertThat(target.query("SELECT id FROM kept")).containsExactly("1");
  }
}
