package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServer;
import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import holdfast.testing.UnpackedServers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The same by tools and at a server that only {@code ./check all} has. */
@Tag(UnpackedServers.FURTHER_TAG)
class FurtherMysqlFidelityTest {
  private static final MysqlDriver OF_MARIADB_10_5 = with("bullseye");
  private static final MysqlDriver OF_MYSQL_9 = with("sid");

  private static MysqlDriver with(String suite) {
    return new MysqlDriver(new MysqlTools(List.of(UnpackedServers.folder(suite))));
  }

  @AfterEach
  void dropDatabases() {
    MariaDbServers.dropDatabases();
  }

  @ParameterizedTest
  @CsvSource({"MYSQL_9, sid", "MYSQL_8, sid", "MYSQL_9, bullseye", "MYSQL_8, bullseye"})
  void bringsEveryTypeAndObjectOfMysqlBack(MysqlRelease release, String suite) throws Exception {
    Fidelity.assertOf(release, with(suite));
  }

  @Test
  void bringsThemBackFromMysql9ByTheToolOfThisMachine() throws Exception {
    Fidelity.assertOf(MysqlRelease.MYSQL_9, new MysqlDriver());
  }

  /** It would leave it out and end well; all else it brings. */
  @ParameterizedTest
  @EnumSource(names = {"MARIADB_10", "MARIADB_11"})
  void refusesHistoryByAToolThatDoesNotKnowIt(MysqlRelease release) throws Exception {
    MariaDbDatabase source = MariaDbServers.shared(release).createDatabase();
    NastyMariaDb.STATEMENTS.forEach(source::execute);
    assertRefused(OF_MARIADB_10_5, source, FailureCode.TOOL_TOO_OLD);

    source.execute("DROP TABLE history");
    MariaDbDatabase target = MariaDbServers.shared(release).createDatabase();
    MysqlRuns.restore(MysqlRuns.dump(OF_MARIADB_10_5, source.connection()), target.connection());
    assertThat(target.contents()).isEqualTo(source.contents());
  }

  @Test
  void bringsBackWhatWasMadeUnderModesThatANewerServerHasNot() throws Exception {
    OtherModes.assertRestored(MysqlRelease.MYSQL_5, MysqlRelease.MYSQL_9);
  }

  /** A foreign key to columns that are no unique key, and a table without a primary key. */
  @Test
  void bringsBackWhatTheServerWouldNotLetInToday() throws Exception {
    MariaDbServer server = MariaDbServers.shared(MysqlRelease.MYSQL_9);
    MariaDbDatabase source = server.createDatabase();
    source.execute(
        """
        SET restrict_fk_on_non_standard_key = 0;
        CREATE TABLE parent (a int, KEY (a));
        CREATE TABLE child (a int, FOREIGN KEY (a) REFERENCES parent (a));
        INSERT INTO parent VALUES (1), (1);
        INSERT INTO child VALUES (1)
        """);
    byte[] dump = MysqlRuns.dump(source.connection());
    MariaDbDatabase target = server.createDatabase();
    server.execute("", "SET GLOBAL sql_generate_invisible_primary_key = 1");
    try {
      MysqlRuns.restore(dump, target.connection("root", ""));
    } finally {
      server.execute("", "SET GLOBAL sql_generate_invisible_primary_key = 0");
    }
    assertThat(target.contents()).isEqualTo(source.contents()).containsKey("TABLE `child`");
  }

  /** It keeps but 1024 of them where the user may not have more kept, as from MySQL 9 on. */
  @Test
  void refusesRowsOfWhichTheServerDoesNotTellAllThatItWarnsOf() throws Exception {
    MariaDbDatabase source = MariaDbServers.shared(MysqlRelease.MYSQL_9).createDatabase();
    source.execute("SET sql_mode = ''; CREATE TABLE t (id int, e ENUM('a'))");
    source.execute(
        "SET sql_mode = ''; INSERT INTO t SELECT seq, '' FROM "
            + MysqlRelease.MYSQL_9.numbers(2000));
    byte[] dump = MysqlRuns.dump(source.connection());
    MariaDbDatabase target = MariaDbServers.shared(MysqlRelease.MYSQL_9).createDatabase();

    Failure failure = MysqlRuns.refusal(dump, target.connection());
    assertThat(failure.message())
        .isEqualTo(
            "the server warned of 2000 values of one statement and tells of 1024, so that it may have altered others");
    assertThat(failure.hint()).contains("GRANT SESSION_VARIABLES_ADMIN ON *.* TO 'keeper'@'%'");
    assertThat(target.query("SHOW TABLES")).isEmpty();
  }

  /** MariaDB's writes them as texts, which MySQL would refuse. */
  @Test
  void bringsVectorsAndColumnsThatAreNotSeenBackByMysqlsToolAlone() throws Exception {
    MariaDbDatabase source = MariaDbServers.shared(MysqlRelease.MYSQL_9).createDatabase();
    source.execute(
        """
        CREATE TABLE v (id int, place vector(3), unseen int INVISIBLE,
          made varchar(9) AS (id) VIRTUAL INVISIBLE,
          CHECK (id > 0), CONSTRAINT lenient CHECK (id > 2) NOT ENFORCED)
        """);
    source.execute(
        "INSERT INTO v (id, place, unseen) VALUES (2, STRING_TO_VECTOR('[1.5,2,3e10]'), 7), (3, NULL, 8)");
    assertRefused(new MysqlDriver(), source, FailureCode.TOOL_MISSING);

    MariaDbDatabase target = MariaDbServers.shared(MysqlRelease.MYSQL_9).createDatabase();
    MysqlRuns.restore(MysqlRuns.dump(OF_MYSQL_9, source.connection()), target.connection());
    String rows = "SELECT CONCAT_WS(',', id, HEX(place), unseen, made) FROM v ORDER BY id";
    assertThat(target.query(rows)).isEqualTo(source.query(rows)).hasSize(2);
    String constraints =
        "SELECT CONCAT(CONSTRAINT_NAME, ENFORCED) FROM information_schema.TABLE_CONSTRAINTS"
            + " WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1";
    assertThat(target.query(constraints)).isEqualTo(source.query(constraints)).hasSize(2);
  }

  private static void assertRefused(MysqlDriver driver, MariaDbDatabase database, FailureCode code)
      throws Exception {
    Failure failure =
        catchThrowableOfType(
                FailureException.class, () -> MysqlRuns.dump(driver, database.connection()))
            .failure();
    assertThat(failure.code()).isEqualTo(code);
    assertThat(driver.probe(database.connection()).warnings())
        .contains("Backups will not work: %s. %s".formatted(failure.message(), failure.hint()));
  }
}
