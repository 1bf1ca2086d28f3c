package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Dump;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.RunTag;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.Runs;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Of the tools that the contract of all drivers does not start. */
class PgSecretsTest {
  private final PostgresqlDriver driver = new PostgresqlDriver();
  private final PostgresServer server = PostgresServers.shared(15);
  private final PostgresDatabase database = server.createDatabase();

  @AfterEach
  void dropDatabases() {
    PostgresServers.dropDatabases();
  }

  @Test
  void pgBasebackupShowsThePasswordToNobody() throws Exception {
    server.createRole("discreet", "REPLICATION");
    RunContext run = Runs.on(database.connection("discreet", PostgresServer.PASSWORD));
    try (Dump dump = driver.dump(BackupType.SNAPSHOT, run)) {
      assertThat(dump.stream().read()).isNotNegative();
      assertSecret(run.tag(), "pg_basebackup");
    } finally {
      server.execute("postgres", "DROP ROLE discreet");
    }
  }

  @Test
  void pgRestoreShowsThePasswordToNobody() throws Exception {
    database.fill();
    byte[] bytes;
    try (Dump dump = driver.dump(BackupType.DUMP, Runs.on(database.connection()))) {
      bytes = dump.stream().readAllBytes();
    }
    RunContext run = Runs.on(database.connection());
    try (Restoration restoration = driver.restore(run)) {
      restoration.write(bytes, 0, bytes.length / 2);
      assertSecret(run.tag(), "pg_restore");
    }
  }

  private void assertSecret(RunTag tag, String tool) throws IOException {
    List<ProcessHandle> processes = Leftovers.processes(tag);
    assertThat(processes).isNotEmpty();
    boolean isThere = false;
    for (ProcessHandle process : processes) {
      String seen = Leftovers.seenByOthersOf(process);
      assertThat(seen).doesNotContain(database.password());
      isThere |= seen.contains(tool);
    }
    assertThat(isThere).as(tool + " runs").isTrue();
  }
}
