package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Dump;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.Runs;
import holdfast.testing.TinyDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target server whose disk cannot hold what is restored. */
class FullDiskRestoreTest {
  @TempDir Path folder;
  private final PostgresqlDriver driver = new PostgresqlDriver();

  @AfterEach
  void dropDatabases() {
    PostgresServers.dropDatabases();
  }

  /** Of the target. */
  String owner() {
    return PostgresServer.KEEPER;
  }

  @Test
  void aDiskThatFillsUpLeavesTheTargetAsItWas() throws Exception {
    PostgresDatabase source = PostgresServers.shared(14).createDatabase(owner());
    source.executeAsKeeper(
        "CREATE TABLE big AS SELECT n, repeat(md5(n::text), 30) FROM generate_series(1, 150000) n");
    byte[] dump;
    try (Dump opened = driver.dump(BackupType.DUMP, Runs.on(source.connection()))) {
      dump = opened.stream().readAllBytes();
      opened.awaitSuccess();
    }
    Path data = Files.createDirectory(folder.resolve("data"));
    try (TinyDisk disk = TinyDisk.mount(folder, "size=160m");
        PostgresServer server = PostgresServers.start(14, data)) {
      moveDatabases(server, data, disk);
      PostgresDatabase target = server.createDatabase(owner());
      target.executeAsKeeper("CREATE TABLE precious AS SELECT 1 AS id");
      Map<String, List<String>> before = target.contents();
      RunContext run = Runs.on(target.connection());

      FailureException failure =
          catchThrowableOfType(FailureException.class, () -> restore(run, dump));

      assertThat(failure).isNotNull();
      assertThat(failure.failure().code()).isEqualTo(FailureCode.RESTORE_FAILED);
      assertThat(failure).hasMessageContaining("could not extend file");
      driver.settle(target.connection(), run.tag());
      assertThat(Leftovers.afterAWhile(run.tag(), target)).isEmpty();
      assertThat(target.contents()).isEqualTo(before);
    }
  }

  /** The databases alone: a server that has no room for its own records ends itself. */
  private static void moveDatabases(PostgresServer server, Path data, TinyDisk disk)
      throws Exception {
    server.execute("postgres", "CHECKPOINT");
    List<String> command = server.crash();
    Path base = data.resolve("base");
    String move = "mv \"$0\" \"$1\" && ln -s \"$1\" \"$0\"";
    String room = disk.folder().resolve("base").toString();
    assertThat(new ProcessBuilder("bash", "-c", move, base.toString(), room).start().waitFor())
        .isZero();
    server.startAgain(command);
  }

  private void restore(RunContext run, byte[] dump) throws FailureException {
    try (Restoration restoration = driver.restore(run)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    }
  }
}
