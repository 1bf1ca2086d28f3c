package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.RunContext;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.RecordingLog;
import holdfast.testing.Runs;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Backups go to a server whose superuser has another name, as at providers: the role {@code
 * postgres} is not there, or is a role like any other.
 */
class OtherSuperuserTest {
  private final PostgresServer server = PostgresServers.shared(15);
  private final RecordingLog log = new RecordingLog();

  @BeforeEach
  void createOtherSuperuser() {
    server.createRole("root0", "SUPERUSER");
  }

  @AfterEach
  void drop() {
    PostgresServers.dropDatabases();
    server.execute("postgres", "DROP ROLE IF EXISTS ordinary; DROP ROLE root0");
  }

  @ParameterizedTest
  @CsvSource({
    "14, keeper, ",
    "14, tenant, ",
    "14, keeper, CREATE ROLE postgres",
    "15, tenant, ",
    "15, tenant, CREATE ROLE postgres",
  })
  void whatWasTheSuperusersByDefaultIsNoHindrance(int major, String login, @Nullable String made)
      throws Exception {
    PostgresDatabase source = PostgresServers.shared(major).createDatabase(login);
    source.executeAsKeeper("CREATE TABLE t AS SELECT 1 AS n");
    source.execute(
        "CREATE EXTENSION pgcrypto; REVOKE EXECUTE ON FUNCTION armor(bytea) FROM PUBLIC");
    source.execute(
        "CREATE ROLE of_source; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO of_source");
    byte[] dump = PostgresDumps.dump(source);
    source.execute("DROP OWNED BY of_source; DROP ROLE of_source");
    PostgresDatabase target = server.createDatabase(login);

    withoutPostgres(target, made, () -> restore(dump, target));

    assertThat(target.query("SELECT n FROM t")).containsExactly("1");
    assertThat(target.query("SELECT nspowner::regrole FROM pg_namespace WHERE nspname = 'public'"))
        .containsExactly("pg_database_owner");
    assertThat(log.lines())
        .filteredOn(line -> line.contains("left out"))
        .hasSize(major < 15 ? 2 : 1)
        .allMatch(
            line ->
                line.endsWith("role: that the schema public belongs to postgres")
                    || line.endsWith("role: DEFAULT PRIVILEGES FOR TABLES of the role postgres"));
  }

  private interface Work {
    void run() throws Exception;
  }

  /** Meanwhile the server's superuser has another name. */
  private static void withoutPostgres(PostgresDatabase target, @Nullable String made, Work work)
      throws Exception {
    try (Connection root =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(target.port()),
                "root0",
                PostgresServer.PASSWORD);
        Statement statement = root.createStatement()) {
      statement.execute("ALTER ROLE postgres RENAME TO boss");
      try {
        if (made != null) {
          statement.execute(made);
        }
        work.run();
      } finally {
        statement.execute(
            "DO $$ BEGIN ALTER ROLE postgres RENAME TO ordinary; EXCEPTION WHEN undefined_object THEN END $$");
        statement.execute("ALTER ROLE boss RENAME TO postgres");
      }
    }
  }

  private void restore(byte[] dump, PostgresDatabase target) throws Exception {
    PostgresDumps.restore(dump, new RunContext(target.connection(), Runs.newTag(), log));
  }
}
