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

  @Test
  void aDiskThatFillsUpLeavesTheTargetAsItWas() throws Exception {
    PostgresDatabase source = PostgresServers.shared(14).createDatabase();
    source.executeAsKeeper(
        "CREATE TABLE big AS SELECT n, repeat(md5(n::text), 30) FROM generate_series(1, 150000) n");
    byte[] dump;
    try (Dump opened = driver.dump(BackupType.DUMP, Runs.on(source.connection()))) {
      dump = opened.stream().readAllBytes();
      opened.awaitSuccess();
    }
    try (TinyDisk disk = TinyDisk.mount(folder, "size=160m");
        PostgresServer server =
            PostgresServers.start(14, Files.createDirectory(disk.folder().resolve("data")))) {
      PostgresDatabase target = server.createDatabase();
      target.executeAsKeeper("CREATE TABLE precious AS SELECT 1 AS id");
      Map<String, List<String>> before = target.contents();
      RunContext run = Runs.on(target.connection());

      FailureException failure =
          catchThrowableOfType(FailureException.class, () -> restore(run, dump));

      assertThat(failure).isNotNull();
      assertThat(failure.failure().code()).isEqualTo(FailureCode.RESTORE_FAILED);
      assertThat(failure).hasMessageContaining("No space left on device");
      assertThat(Leftovers.afterAWhile(run.tag(), target)).isEmpty();
      assertThat(target.contents()).isEqualTo(before);
    }
  }

  private void restore(RunContext run, byte[] dump) throws FailureException {
    try (Restoration restoration = driver.restore(run)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    }
  }
}
