package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.RunContext;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.RecordingLog;
import holdfast.testing.Runs;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Data that are read or made by settings of the database; beside the target, and in place. */
@ParameterizedClass
@ValueSource(strings = {PostgresServer.KEEPER, PostgresServer.TENANT})
class SessionSettingsTest {
  private static final String ROWS =
      """
      SELECT * FROM (SELECT concat_ws(' ', day, sum, text, float) FROM per_day ORDER BY day) a
      UNION ALL SELECT list::text FROM lists
      """;

  private static final String SETTINGS =
      """
      SELECT c.setting FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase,
        unnest(s.setconfig) AS c (setting)
      WHERE d.datname = current_database() ORDER BY c.setting COLLATE "C"
      """;

  private final PostgresServer server = PostgresServers.shared(15);
  private final RecordingLog log = new RecordingLog();

  private final String owner;
  private final List<String> rows = List.of(perDay(1, 1), perDay(2, 5), "{x,NULL,\"NULL\"}");
  private final PostgresDatabase source;

  SessionSettingsTest(String owner) {
    this.owner = owner;
    this.source = server.createDatabase(owner);
  }

  @BeforeEach
  void fill() {
    set(source, "timezone", "'America/New_York'");
    set(source, "datestyle", "'German'");
    set(source, "extra_float_digits", "0");
    source.execute(
        """
        SET ROLE %s;
        SET timezone TO 'America/New_York'; -- The JDBC driver has its own, and needs its own style of dates.
        CREATE TABLE sales (at timestamptz, n int);
        INSERT INTO sales VALUES ('2026-01-01 22:30', 1), ('2026-01-02 08:00', 5);
        CREATE MATERIALIZED VIEW per_day AS
          SELECT at::date AS day, sum(n), at::date::text AS text, (sum(n) * 0.1::float8 * 3)::text AS float
          FROM sales GROUP BY 1;
        CREATE TABLE lists (list text[]);
        INSERT INTO lists VALUES (ARRAY['x', NULL, 'NULL']);
        """
            .formatted(owner));
  }

  private static String perDay(int day, int sum) {
    return "2026-01-0%1$d %2$d 0%1$d.01.2026 %3$s".formatted(day, sum, sum == 1 ? "0.3" : "1.5");
  }

  @AfterEach
  void dropDatabases() {
    PostgresServers.dropDatabases();
  }

  @Test
  void areRestoredOverThemselves() throws Exception {
    byte[] dump = PostgresDumps.dump(source);

    PostgresDumps.restore(dump, new RunContext(source.connection(), Runs.newTag(), log));

    assertThat(source.query(ROWS)).isEqualTo(rows);
    assertThat(String.join("\\n", log.lines())).doesNotContain("restored without");
  }

  /** What a login is set to concerns its own sessions, and neither backups nor restores. */
  @Test
  void thoseOfTheLoginAreNoHindrance() throws Exception {
    source.executeAsKeeper("CREATE TABLE signs AS SELECT '€' AS \"€\"");
    server.execute(
        "postgres",
        """
        ALTER ROLE %1$s SET default_transaction_read_only TO on;
        ALTER ROLE %1$s SET client_encoding TO latin1
        """
            .formatted(owner));
    try {
      byte[] dump = PostgresDumps.dump(source);
      source.execute("TRUNCATE signs");

      PostgresDumps.restore(dump, source);
    } finally {
      server.execute("postgres", "ALTER ROLE %s RESET ALL".formatted(owner));
    }
    assertThat(source.query("SELECT \"€\" FROM signs")).containsExactly("€");
    assertThat(source.query(ROWS)).isEqualTo(rows);
  }

  @Test
  void areRestoredIntoADatabaseWithOthers() throws Exception {
    set(source, "app.rate", "'1,5 × ''x''\\'");
    source.execute(
        "SET ROLE %s; CREATE MATERIALIZED VIEW rates AS SELECT current_setting('app.rate') AS rate"
            .formatted(owner));
    byte[] dump = PostgresDumps.dump(source);
    PostgresDatabase target = server.createDatabase(owner);
    set(target, "timezone", "'Asia/Tokyo'");
    set(target, "array_nulls", "off");

    PostgresDumps.restore(dump, target);

    assertThat(target.query(ROWS)).isEqualTo(rows);
    assertThat(target.query(SETTINGS))
        .containsExactly(
            "DateStyle=German", "TimeZone=Asia/Tokyo", "array_nulls=off", "extra_float_digits=0");
    assertThat(target.query("SELECT rate FROM rates")).containsExactly("1,5 × 'x'\\");
  }

  /** The server takes style and order in any order, and knows the order by other names. */
  @Test
  void datesAreReadInTheOrderOfTheDatabase() throws Exception {
    set(source, "datestyle", "'European, SQL'");
    source.execute(
        "SET ROLE %s; SET timezone TO 'Etc/UTC'; CREATE MATERIALIZED VIEW days AS SELECT '01/02/2020'::text::date AS day, date '2020-02-01'::text AS text"
            .formatted(owner));
    byte[] dump = PostgresDumps.dump(source);
    PostgresDatabase target = server.createDatabase(owner);

    PostgresDumps.restore(dump, new RunContext(target.connection(), Runs.newTag(), log));

    assertThat(target.query("SELECT concat_ws(' ', day, text) FROM days"))
        .containsExactly("2020-02-01 01/02/2020");
    assertThat(String.join("\\n", log.lines())).doesNotContain("restored without");
  }

  @Test
  void whatCannotBeSetIsToldAndLeftOut() throws Exception {
    server.execute(
        "postgres",
        "UPDATE pg_db_role_setting SET setconfig = ARRAY['TimeZone=Europe/Atlantis', 'DateStyle=Atlantean', 'plpgsql.variable_conflict=use_column'] WHERE setdatabase ="
            + " (SELECT oid FROM pg_database WHERE datname = '%s')".formatted(source.name()));
    byte[] dump = PostgresDumps.dump(source);
    PostgresDatabase target = server.createDatabase(owner);

    PostgresDumps.restore(dump, new RunContext(target.connection(), Runs.newTag(), log));

    assertThat(target.query("SELECT * FROM sales")).hasSize(2);
    assertThat(log.lines())
        .anyMatch(line -> line.contains("restored without the setting TimeZone of the backup"))
        .anyMatch(line -> line.contains("restored without the setting DateStyle of the backup"))
        .anyMatch(line -> line.contains("restored without the setting plpgsql.variable_conflict"))
        .anyMatch(line -> line.contains("REFRESH MATERIALIZED VIEW"))
        .noneMatch(line -> line.startsWith("pg_restore: "))
        .noneMatch(line -> line.contains("Atlant"));
  }

  private void set(PostgresDatabase database, String parameter, String value) {
    server.execute(
        database.name(),
        "ALTER DATABASE \"%s\" SET %s TO %s".formatted(database.name(), parameter, value));
  }
}
