package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Dump;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.RunTag;
import holdfast.testing.CuttingProxy;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.Runs;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the contract of all drivers asks of dumps, for snapshots: what ends one in the middle makes
 * it fail, with the code that fits, and nothing is left on the machine or at the server.
 */
class PgSnapshotFaultsTest extends PgSnapshotFixture {

  /** Of a snapshot with at least 20 MB: the tool is at work then, and waits for its reader. */
  private static final int IN_THE_MIDDLE = 1 << 20;

  private final PostgresDatabase database = PostgresServers.shared(15).createDatabase();

  @Test
  void aKilledToolIsAFailedSnapshot() throws Exception {
    Failure failure =
        failureAfter(
            connection(database.port()),
            tag ->
                Leftovers.processes(tag).stream()
                    .flatMap(ProcessHandle::children)
                    .forEach(ProcessHandle::destroyForcibly));
    assertThat(failure.code()).isEqualTo(FailureCode.DUMP_FAILED);
    assertThat(failure.message()).startsWith("pg_basebackup 15.").contains("status 137");
  }

  @Test
  void aSessionThatTheServerEndsIsAFailedSnapshot() throws Exception {
    Failure failure =
        failureAfter(
            connection(database.port()),
            tag ->
                database.query(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE application_name LIKE '%s%%'
                    """
                        .formatted(tag.sessionNamePrefix())));
    assertThat(failure.code()).isEqualTo(FailureCode.DUMP_FAILED);
    assertThat(failure.message()).startsWith("pg_basebackup 15.").contains("ended with status 1");
  }

  @Test
  void aCutConnectionIsAFailedSnapshot() throws Exception {
    try (CuttingProxy proxy = new CuttingProxy(database.port(), Long.MAX_VALUE)) {
      Failure failure = failureAfter(connection(proxy.port()), tag -> proxy.cut());
      assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_UNREACHABLE);
      assertThat(failure.message()).contains("cannot reach").contains("pg_basebackup 15.");
    }
  }

  /** At places where the tool is not waited for: within the tar, and within the log at its end. */
  @Test
  void aConnectionThatIsCutAnywhereIsAFailedSnapshot() throws Exception {
    int whole = snapshot().length;
    for (int bytes : List.of(300_000, whole / 2, whole - 1_000_000)) {
      try (CuttingProxy proxy = new CuttingProxy(database.port(), bytes)) {
        RunContext run = Runs.on(connection(proxy.port()));
        try (Dump dump = driver.dump(BackupType.SNAPSHOT, run)) {
          assertThat(dump.stream().readAllBytes()).hasSizeLessThan(whole);
          assertThat(failureOf(dump).code()).isEqualTo(FailureCode.DATABASE_UNREACHABLE);
        }
        assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
      }
    }
  }

  @Test
  void aToolThatEndsWellBeforeItsEndIsFoundOut() throws Exception {
    byte[] whole = snapshot();
    for (int bytes : List.of(0, 7, whole.length / 2, whole.length - 1)) {
      Path lie = Files.write(folder.resolve("lie"), Arrays.copyOf(whole, bytes));
      RunContext run = Runs.on(connection(database.port()));
      try (Dump dump = driverWhoseToolSays(lie).dump(BackupType.SNAPSHOT, run)) {
        assertThat(dump.stream().readAllBytes()).hasSize(bytes);
        Failure failure = failureOf(dump);
        assertThat(failure.code()).isEqualTo(FailureCode.DUMP_INCOMPLETE);
        assertThat(failure.message()).contains("although pg_basebackup 15.99 ended well");
        assertThat(failure.hint()).contains("pg_basebackup");
      }
      assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
    }
    Path truth = Files.write(folder.resolve("truth"), whole);
    RunContext run = Runs.on(connection(database.port()));
    try (Dump dump = driverWhoseToolSays(truth).dump(BackupType.SNAPSHOT, run)) {
      assertThat(dump.stream().readAllBytes()).isEqualTo(whole);
      assertThat(dump.awaitSuccess().details()).containsKey("endLsn");
    }
  }

  /** And what it had there is not there when it comes back. */
  @Test
  void aServerThatCrashesInTheMiddleIsAFailedSnapshot() throws Exception {
    Path data = Files.createDirectory(folder.resolve("crashing"));
    try (PostgresServer server = PostgresServers.start(15, data)) {
      server.createRole(ROLE, "REPLICATION");
      PostgresDatabase lost = server.createDatabase();
      RunContext run = Runs.on(lost.connection(ROLE, PostgresServer.PASSWORD));
      List<String> command;
      try (Dump dump = driver.dump(BackupType.SNAPSHOT, run)) {
        dump.stream().readNBytes(IN_THE_MIDDLE);
        command = server.crash();
        dump.stream().transferTo(OutputStream.nullOutputStream());
        assertThat(failureOf(dump).code()).isEqualTo(FailureCode.DATABASE_UNREACHABLE);
      }
      server.startAgain(command);
      assertThat(Leftovers.of(run.tag(), lost)).isEmpty();
    }
  }

  @Test
  void aServerThatIsStoppedInTheMiddleIsAFailedSnapshot() throws Exception {
    Path data = Files.createDirectory(folder.resolve("stopping"));
    try (PostgresServer server = PostgresServers.start(15, data)) {
      server.createRole(ROLE, "REPLICATION");
      PostgresDatabase lost = server.createDatabase();
      RunContext run = Runs.on(lost.connection(ROLE, PostgresServer.PASSWORD));
      try (Dump dump = driver.dump(BackupType.SNAPSHOT, run)) {
        dump.stream().readNBytes(IN_THE_MIDDLE);
        server.stop();
        dump.stream().transferTo(OutputStream.nullOutputStream());
        assertThat(failureOf(dump).code()).isEqualTo(FailureCode.DATABASE_UNREACHABLE);
      }
      assertThat(Leftovers.ofMachine(run.tag())).isEmpty();
    }
  }

  /** Something that happens to a run. */
  private interface Event {
    void befall(RunTag tag);
  }

  private Failure failureAfter(ConnectionUri connection, Event event) throws Exception {
    RunContext run = Runs.on(connection);
    Failure failure;
    try (Dump dump = driver.dump(BackupType.SNAPSHOT, run)) {
      dump.stream().readNBytes(IN_THE_MIDDLE);
      assertThat(database.leftoversOf(run.tag()))
          .as("the tool's session and the slot, with its own")
          .hasSizeGreaterThanOrEqualTo(3)
          .contains("slot " + run.tag().sessionName());
      event.befall(run.tag());
      dump.stream().transferTo(OutputStream.nullOutputStream());
      failure = failureOf(dump);
    }
    assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
    return failure;
  }

  private byte[] snapshot() throws Exception {
    RunContext run = Runs.on(connection(database.port()));
    try (Dump dump = driver.dump(BackupType.SNAPSHOT, run)) {
      byte[] bytes = dump.stream().readAllBytes();
      dump.awaitSuccess();
      return bytes;
    }
  }

  private static Failure failureOf(Dump dump) {
    return catchThrowableOfType(FailureException.class, dump::awaitSuccess).failure();
  }

  private ConnectionUri connection(int port) {
    return database.connection(ROLE, PostgresServer.PASSWORD, port);
  }

  private PostgresqlDriver driverWhoseToolSays(Path bytes) throws Exception {
    Path tool = folder.resolve("pg_basebackup");
    Files.writeString(
        tool,
        """
        #!/bin/sh
        case $1 in --version) echo 'pg_basebackup (PostgreSQL) 15.99';; *) cat '%s';; esac
        """
            .formatted(bytes));
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    return new PostgresqlDriver(new ClientTools(List.of(folder)));
  }
}
