package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServer;
import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What an administrator gave all new sessions of a server changes no backup and no restore. */
@ParameterizedClass
@EnumSource(names = {"MARIADB_10", "MARIADB_11", "MYSQL_5", "MYSQL_8"})
class ServerDefaultsTest {
  private static final String COLUMN = "TABLE_SCHEMA = DATABASE() AND COLUMN_NAME = ";

  private final MysqlDriver driver = new MysqlDriver();
  private final MysqlRelease release;
  private final MariaDbServer server;

  ServerDefaultsTest(MysqlRelease release) {
    this.release = release;
    this.server = MariaDbServers.shared(release);
  }

  @AfterEach
  void dropDatabases() {
    MariaDbServers.dropDatabases();
  }

  @Test
  void getInTheWayOfNeitherABackupNorARestore() throws Exception {
    MariaDbDatabase source = filled();
    Map<String, List<String>> contents = source.contents();
    MariaDbDatabase target = filled();
    target.change();
    byte[] dump;
    try (Given given = new Given()) {
      given.set("autocommit", "0");
      given.set("completion_type", "2");
      given.set("sql_quote_show_create", "0");
      given.set("sql_safe_updates", "1");
      given.set(release.isMariaDb() ? "tx_read_only" : "transaction_read_only", "1");
      switch (release) {
        case MARIADB_10, MARIADB_11 -> {
          given.set("innodb_force_primary_key", "1");
          given.set("max_statement_time", "0.5");
        }
        case MYSQL_5, MYSQL_9 -> {}
        case MYSQL_8 -> given.set("sql_require_primary_key", "1");
      }
      dump = MysqlRuns.dump(source.connection());
      given.set("sql_select_limit", "2");
      given.set("max_join_size", "2");
      MysqlRuns.restore(dump, target.connection());
    }
    assertThat(target.contents()).isEqualTo(contents);
  }

  /** A dump is loaded in UTC, where both rows would be of one day. */
  @Test
  void valuesComputedFromTimestampsAreThoseOfItsTimeZone() throws Exception {
    MariaDbDatabase source = server.createDatabase();
    MariaDbDatabase target = server.createDatabase();
    try (Given given = new Given()) {
      given.set("time_zone", "'+01:00'");
      source.execute(
          """
          CREATE TABLE vote (
            id int AUTO_INCREMENT PRIMARY KEY, user int, given timestamp NULL,
            day date AS (date(given)) STORED, month int AS (month(day)) STORED, hour int AS (hour(given)),
            UNIQUE KEY a (user, id), UNIQUE KEY once (user, day), UNIQUE KEY `per ``hour` (user, hour),
            UNIQUE KEY z (id, user), KEY (month), KEY b (hour));
          INSERT INTO vote (user, given) VALUES
            (1, '2024-01-01 23:30:00'), (1, '2024-01-02 00:30:00'), (2, NULL), (2, NULL)
          """);
      if (release == MysqlRelease.MYSQL_8) {
        source.execute("ALTER TABLE vote ADD UNIQUE KEY f (user, (date(given)))");
      }
      Map<String, List<String>> contents = source.contents();

      MysqlRuns.restore(MysqlRuns.dump(source.connection()), target.connection());

      assertThat(target.contents()).isEqualTo(contents);
      String keys =
          "SELECT INDEX_NAME FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()";
      assertThat(target.query(keys)).isEqualTo(source.query(keys));
      for (String key : List.of("once", "`per ``hour`", "b")) {
        assertThat(
                target.query(
                    "SELECT id FROM vote FORCE INDEX (%s) WHERE hour = 0 OR user = 1 AND day = '2024-01-02' AND hour < 24"
                        .formatted(key)))
            .containsExactly("2");
      }
    }
  }

  /** Beside those of another table, the names in whose expressions MySQL 5.7 shows as written. */
  @Test
  void valuesComputedFromTimestampsInUtcAreUniqueInThat() throws Exception {
    MariaDbDatabase source = server.createDatabase();
    MariaDbDatabase target = server.createDatabase();
    String rows =
        "SELECT CONCAT(v.Day, ' ', b.Day) FROM vote v JOIN ballot b USING (id) ORDER BY id";
    try (Given given = new Given()) {
      given.set("time_zone", "'+01:00'");
      source.execute(
          """
          CREATE TABLE vote (id int PRIMARY KEY, `Given` timestamp NULL,
            Day date AS (date(given)) STORED, UNIQUE KEY once (day));
          CREATE TABLE ballot (id int PRIMARY KEY, `Given` timestamp NULL,
            Day date AS (date(given)) STORED, UNIQUE KEY once (day));
          INSERT INTO ballot (id, given) VALUES (1, '2024-01-01 23:30:00'), (2, '2024-01-02 00:30:00');
          SET time_zone = '+00:00';
          INSERT INTO vote (id, given) VALUES (1, '2024-01-01 23:30:00'), (2, '2024-01-02 00:30:00')
          """);

      MysqlRuns.restore(MysqlRuns.dump(source.connection()), target.connection());

      assertThat(target.query(rows))
          .isEqualTo(source.query(rows))
          .containsExactly("2024-01-01 2024-01-01", "2024-01-02 2024-01-02");
    }
  }

  private MariaDbDatabase filled() {
    MariaDbDatabase database = server.createDatabase();
    database.fill();
    database.execute("ALTER TABLE `odd ``name\"` ADD n int AUTO_INCREMENT PRIMARY KEY");
    return database;
  }

  /** Which MySQL's server does not show its tools where it computes it for each reader. */
  @Test
  void letGeneratedColumnsHaveLessThanZero() throws Exception {
    MariaDbDatabase source = server.createDatabase();
    MariaDbDatabase target = server.createDatabase();
    try (Given given = new Given()) {
      given.set("sql_mode", "'STRICT_TRANS_TABLES,NO_UNSIGNED_SUBTRACTION'");
      String virtual = release.isMariaDb() ? ", d int AS (a - b) VIRTUAL" : "";
      source.execute(
          "CREATE TABLE t (a int unsigned PRIMARY KEY, b int unsigned, c int AS (a - b) STORED%s)"
              .formatted(virtual));
      source.execute("INSERT INTO t (a, b) VALUES (5, 7), (7, 5)");

      MysqlRuns.restore(MysqlRuns.dump(source.connection()), target.connection());

      assertThat(target.contents()).isEqualTo(source.contents());
      assertThat(target.query("SELECT c FROM t ORDER BY a")).containsExactly("-2", "2");
    }
  }

  /** The tool would end well. */
  @Test
  void thatWouldLeaveOutRowsAreRefused() throws Exception {
    MariaDbDatabase database = server.createDatabase();
    try (Given given = new Given()) {
      given.set("sql_select_limit", "2");
      assertThat(refusal(database).message()).contains("no more than 2 rows (sql_select_limit)");
      given.set("sql_select_limit", "18446744073709551615");
      assertThat(MysqlRuns.dump(database.connection("backup", MariaDbServer.PASSWORD)))
          .isNotEmpty();
      given.set("init_connect", "'SET sql_select_limit = 0'");
      assertThat(refusal(database).message()).contains("no more than 0 rows (sql_select_limit)");
    }
  }

  /** MariaDB's, in which the library that speaks to it cannot set up a session. */
  @Test
  void aModeInWhichNobodyCanLogInIsNamed() throws Exception {
    MariaDbDatabase database = server.createDatabase();
    try (Given given = new Given()) {
      if (release.isMariaDb()) {
        given.set("sql_mode", "'EMPTY_STRING_IS_NULL'");
        Failure failure =
            catchThrowableOfType(FailureException.class, () -> driver.probe(database.connection()))
                .failure();
        assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_UNSUPPORTED);
        assertThat(failure.hint()).contains("EMPTY_STRING_IS_NULL");
      } else {
        given.set("sql_mode", "'NO_BACKSLASH_ESCAPES,ANSI,PAD_CHAR_TO_FULL_LENGTH'");
        assertThat(driver.probe(database.connection()).warnings()).isEmpty();
      }
    }
  }

  /** MySQL's, which no tool sets back; those of MariaDB do with theirs. */
  @Test
  void aTimeAfterWhichStatementsEndIsToldOf() throws Exception {
    MariaDbDatabase database = server.createDatabase();
    try (Given given = new Given()) {
      if (release.isMariaDb()) {
        given.set("max_statement_time", "3600");
        assertThat(driver.probe(database.connection()).warnings()).isEmpty();
      } else {
        given.set("max_execution_time", "3600000");
        assertThat(driver.probe(database.connection()).warnings())
            .singleElement()
            .asString()
            .contains("3600000 ms (max_execution_time)");
      }
    }
  }

  /** Nor forbid it; newer MySQL lets only some users have it so. */
  @Test
  void addNothingToADefinition() throws Exception {
    MariaDbDatabase target = server.createDatabase();
    String dump =
        """
        -- MariaDB dump 10.19
        CREATE TABLE t (a timestamp NOT NULL, b varchar(9)) DEFAULT CHARSET=utf8mb4;
        -- Dump completed
        """;
    try (Given given = new Given()) {
      given.set("explicit_defaults_for_timestamp", "0");
      if (release == MysqlRelease.MARIADB_11) {
        given.set("character_set_collations", "'utf8mb4=utf8mb4_uca1400_ai_ci'");
      }
      if (release == MysqlRelease.MYSQL_8) {
        given.set("sql_require_primary_key", "1");
        MysqlRuns.restore(dump.getBytes(UTF_8), target.connection("root", ""));
      } else {
        MysqlRuns.restore(dump.getBytes(UTF_8), target.connection());
      }
    }
    assertThat(target.query("SELECT EXTRA FROM information_schema.COLUMNS WHERE " + COLUMN + "'a'"))
        .containsExactly("");
    assertThat(
            target.query(
                "SELECT COLLATION_NAME FROM information_schema.COLUMNS WHERE " + COLUMN + "'b'"))
        .containsExactly(
            release == MysqlRelease.MYSQL_8 ? "utf8mb4_0900_ai_ci" : "utf8mb4_general_ci");
  }

  /** Of a dump; the probe says the same. */
  private Failure refusal(MariaDbDatabase database) throws FailureException {
    var reader = database.connection(MariaDbServer.READER, MariaDbServer.PASSWORD);
    Failure failure =
        catchThrowableOfType(FailureException.class, () -> MysqlRuns.dump(reader)).failure();
    assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_UNSUPPORTED);
    assertThat(driver.probe(reader).warnings())
        .contains("Backups will not work: %s. %s".formatted(failure.message(), failure.hint()));
    return failure;
  }

  /** Global variables until its end. One session sets all, which none of them reaches. */
  private final class Given implements AutoCloseable {
    private final Connection session = server.connect("");
    private final Set<String> changed = new TreeSet<>();

    void set(String variable, String value) throws SQLException {
      try (Statement statement = session.createStatement()) {
        if (changed.add(variable)) {
          statement.execute("SET @before_%1$s = @@GLOBAL.%1$s".formatted(variable));
        }
        statement.execute("SET GLOBAL %s = %s".formatted(variable, value));
      }
    }

    @Override
    public void close() throws SQLException {
      try (session;
          Statement statement = session.createStatement()) {
        for (String variable : changed) {
          statement.execute("SET GLOBAL %1$s = @before_%1$s".formatted(variable));
        }
      }
    }
  }
}
