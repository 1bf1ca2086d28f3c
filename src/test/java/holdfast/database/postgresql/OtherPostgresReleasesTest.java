package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.model.AddonType;
import holdfast.model.BackupType;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.Background;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresSample;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.ShownVersions;
import holdfast.testing.UnpackedServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag(UnpackedServers.TAG)
class OtherPostgresReleasesTest extends PostgresReleases {
  private static final String NEW_IN_17 =
      """
      CREATE TABLE yearly (id bigint GENERATED ALWAYS AS IDENTITY, day date) PARTITION BY RANGE (day);
      CREATE TABLE yearly_1 PARTITION OF yearly FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
      INSERT INTO yearly (day) VALUES ('2025-05-05'), ('2025-06-06');
      CREATE COLLATION plain (provider = builtin, locale = 'C.UTF-8');
      CREATE TABLE collated (name text COLLATE plain);
      INSERT INTO collated VALUES ('Zoë');
      """;

  @Test
  void a17ComesBackWhole() throws Exception {
    comesBackWhole(17, NEW_IN_17);
  }

  /** Those of pg_dump 15 and older, of 16, and of newer ones. */
  @ParameterizedTest
  @ValueSource(ints = {14, 15, 16})
  void archivesOfAnyFormatAreRestoredInPlace(int minor) throws Exception {
    PostgresDatabase database = PostgresServers.shared(17).createDatabase(PostgresServer.TENANT);
    database.executeAsKeeper("CREATE TABLE newer (); CREATE TABLE t (other text)");
    byte[] archive =
        new ArchiveWriter(minor)
            .header()
            .entries(2)
            .entry(1, false, "TABLE", "t", "CREATE TABLE public.t (id int);", PostgresServer.TENANT)
            .entry(
                2, false, "VIEW", "v", "CREATE VIEW public.v AS SELECT 1;", PostgresServer.TENANT)
            .bytes();

    restore(UnpackedTools.driver(17), archive, database);

    assertThat(
            database.query(
                "SELECT attrelid::regclass || attname FROM pg_attribute WHERE attrelid >= 16384"
                    + " AND attnum > 0 AND attrelid::regclass::text !~ '^pg_' ORDER BY 1"))
        .containsExactly("tid", "v?column?");
  }

  @Test
  void a17StartsFromItsSnapshot() throws Exception {
    aServerStartsFromWhatIsUnpacked(17, 17);
  }

  /** A restore may wait longer than the server lets transactions of the role last as a rule. */
  @Test
  void aLimitOfTransactionsIsNoLimitOfRestores() throws Exception {
    PostgresqlDriver driver = UnpackedTools.driver(17);
    PostgresDatabase database = PostgresServers.shared(17).createDatabase();
    PostgresServer server = database.server();
    database.executeAsKeeper("CREATE TABLE t AS SELECT n FROM generate_series(1, 1000) n");
    byte[] dump = dump(driver, database);
    database.executeAsKeeper("DROP TABLE t");
    server.execute("postgres", "ALTER ROLE keeper SET transaction_timeout = '1s'");
    try (Connection other = server.connect("postgres")) {
      // Nobody can make a database of a template that is being changed.
      other.setAutoCommit(false);
      run(other, "COMMENT ON DATABASE template0 IS 'being changed'");
      CompletableFuture<Void> release =
          Background.run(() -> run(other, "SELECT pg_sleep(2); ROLLBACK"));

      restore(driver, dump, database);

      release.join();
    } finally {
      server.execute("postgres", "ALTER ROLE keeper RESET transaction_timeout");
    }
    assertThat(database.query("SELECT count(*) FROM t")).containsExactly("1000");
  }

  private static void run(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its own tools are not there: it can be backed up, and only a newer one takes that. */
  @Test
  void a16IsRestoredIntoNewerServersOnlyByNewerTools() throws Exception {
    PostgresqlDriver driver = UnpackedTools.driver(17);
    PostgresDatabase source = PostgresServers.shared(16).createDatabase();
    PostgresSample.fill(source);
    assertThat(driver.probe(source.connection()).warnings())
        .singleElement()
        .satisfies(warning -> assertThat(warning).contains("postgresql-client-16"));
    byte[] dump = dump(driver, source);
    Map<String, List<String>> before = source.contents();

    FailureException e =
        catchThrowableOfType(FailureException.class, () -> restore(driver, dump, source));

    assertThat(e.failure().code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
    assertThat(source.contents()).isEqualTo(before);
    assertThat(source.server().query("postgres", "SELECT datname FROM pg_database"))
        .noneMatch(name -> name.startsWith("holdfast"));

    PostgresDatabase target = PostgresServers.shared(17).createDatabase();
    restore(driver, dump, target);
    // The owner of a table has one right more there.
    assertThat(target.contents().toString().replace("arwdDxtm", "arwdDxt"))
        .isEqualTo(before.toString());
    ShownVersions.restored(AddonType.POSTGRESQL, BackupType.DUMP, "PostgreSQL 16 into 17");
  }

  @Test
  void a16StartsFromItsSnapshot() throws Exception {
    aServerStartsFromWhatIsUnpacked(16, 17);
  }
}
