package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Dump;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.FoundDatabase;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.Runs;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers as a whole. */
class PgListingTest {
  private final PostgresqlDriver driver = new PostgresqlDriver();
  private final PostgresServer server = PostgresServers.shared(15);

  @AfterEach
  void dropDatabases() {
    PostgresServers.dropDatabases();
  }

  /** It is a database all the same, and must not be missed in silence. */
  @Test
  void listsADatabaseThatLetsNobodyInAndDoesNotTakeItForMissing() {
    PostgresDatabase any = server.createDatabase();
    PostgresDatabase shut = server.createDatabase();
    server.execute(
        "postgres", "ALTER DATABASE \"%s\" ALLOW_CONNECTIONS false".formatted(shut.name()));

    FailureException e =
        catchThrowableOfType(FailureException.class, () -> driver.probe(shut.connection()));

    assertThat(e.failure().code()).isEqualTo(FailureCode.DATABASE_UNREACHABLE);
    assertThat(list(any)).contains(shut.name());
  }

  private List<String> list(PostgresDatabase any) {
    try {
      return driver.databases(any.connection()).stream().map(FoundDatabase::name).toList();
    } catch (FailureException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aSnapshotNeedsNoDatabaseInTheConnection() throws Exception {
    PostgresDatabase any = server.createDatabase();
    String named = any.connection("anywhere", PostgresServer.PASSWORD).secret().reveal();
    ConnectionUri unnamed =
        driver.anywhere(new ConnectionUri(named.substring(0, named.lastIndexOf('/'))));
    server.createRole("anywhere", "REPLICATION");
    try {
      assertThat(driver.probe(unnamed).version()).startsWith("15.");
      RunContext run = Runs.on(unnamed);
      try (Dump dump = driver.dump(BackupType.SNAPSHOT, run)) {
        assertThat(dump.serverVersion()).startsWith("15.");
      }
      driver.settle(unnamed, run.tag());
    } finally {
      server.execute("postgres", "DROP ROLE anywhere");
    }
  }
}
