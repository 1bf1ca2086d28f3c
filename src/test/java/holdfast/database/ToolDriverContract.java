package holdfast.database;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.FailureCode;
import holdfast.testing.Leftovers;
import holdfast.testing.RecordingLog;
import holdfast.testing.Runs;
import holdfast.testing.SampleDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a driver must do besides that has its dumps made by a client tool. */
public abstract class ToolDriverContract extends DatabaseDriverContract {
  @TempDir Path folder;

  /** A driver whose dump tool says the bytes of a file and ends as if all were well. */
  protected abstract DatabaseDriver driverWhoseToolSays(Path bytes, Path toolFolder)
      throws IOException;

  @Test
  void aKilledToolIsAFailedDump() throws Exception {
    SampleDatabase database = filledDatabase();
    RunContext run = Runs.on(database.connection());
    try (SampleDatabase.Blockade blockade = database.block()) {
      assertThat(blockade).isNotNull();
      Dump dump = driver().dump(backupType(), run);
      awaitSession(database, run.tag());
      Leftovers.processes(run.tag()).stream()
          .flatMap(ProcessHandle::children)
          .forEach(ProcessHandle::destroyForcibly);

      assertEndsWithNothing(dump);
      assertThat(failureOf(dump).failure().code()).isEqualTo(FailureCode.DUMP_FAILED);
      dump.close();
      assertThat(Leftovers.of(run.tag(), database)).isEmpty();
    }
  }

  @Test
  void aToolThatEndsWellBeforeItsEndIsFoundOut() throws Exception {
    SampleDatabase database = filledDatabase();
    byte[] whole = dump(database);
    for (int bytes : List.of(0, 7, whole.length / 2, whole.length - 1)) {
      Path lie = Files.write(folder.resolve("lie"), Arrays.copyOf(whole, bytes));
      DatabaseDriver lying = driverWhoseToolSays(lie, folder);
      RunContext run = Runs.on(database.connection());
      try (Dump dump = lying.dump(backupType(), run)) {
        assertThat(dump.stream().readAllBytes()).hasSize(bytes);
        assertThat(failureOf(dump).failure().code()).isEqualTo(FailureCode.DUMP_INCOMPLETE);
      }
      assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
    }
    Path truth = Files.write(folder.resolve("truth"), whole);
    try (Dump dump =
        driverWhoseToolSays(truth, folder).dump(backupType(), Runs.on(database.connection()))) {
      assertThat(dump.stream().readAllBytes()).isEqualTo(whole);
      assertThat(dump.awaitSuccess().serverVersion()).isEqualTo(dump.serverVersion());
    }
  }

  @Test
  void showsThePasswordToNoOtherProcessWhileAToolRuns() throws Exception {
    SampleDatabase database = filledDatabase();
    RecordingLog log = new RecordingLog();
    RunContext run = new RunContext(database.connection(), Runs.newTag(), log);
    try (SampleDatabase.Blockade blockade = database.block();
        Dump dump = driver().dump(backupType(), run)) {
      assertThat(blockade).isNotNull();
      awaitSession(database, run.tag());
      List<ProcessHandle> processes = Leftovers.processes(run.tag());
      assertThat(processes).isNotEmpty();
      for (ProcessHandle process : processes) {
        assertThat(Leftovers.seenByOthersOf(process))
            .isNotEmpty()
            .doesNotContain(database.password());
      }
      assertThat(dump.format()).isNotEmpty();
    }
    assertThat(log.lines())
        .allSatisfy(line -> assertThat(line).doesNotContain(database.password()));
  }
}
