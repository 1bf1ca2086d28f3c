package holdfast.testing;

import holdfast.model.RunTag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What a run may not leave on this machine or at the server. */
public final class Leftovers {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(25);

  private Leftovers() {}

  /**
   * Processes with the run's name among their arguments, temporary files, and what is at the
   * server.
   */
  public static List<String> of(RunTag tag, SampleDatabase database) {
    List<String> found = new ArrayList<>(database.leftoversOf(tag));
    found.addAll(ofMachine(tag));
    return found;
  }

  /** The same without the server, which may be gone. */
  public static List<String> ofMachine(RunTag tag) {
    List<String> found = new ArrayList<>();
    processes(tag).forEach(process -> found.add("process " + process.pid()));
    found.addAll(temporaryFiles(tag));
    return found;
  }

  /** Looks until there is nothing more, but not for ever. */
  public static List<String> afterAWhile(RunTag tag, SampleDatabase database) {
    await(() -> of(tag, database).isEmpty());
    return of(tag, database);
  }

  public static List<ProcessHandle> processes(RunTag tag) {
    return ProcessHandle.allProcesses()
        .filter(
            process -> process.info().commandLine().orElse("").contains(tag.sessionNamePrefix()))
        .toList();
  }

  /** Its arguments and its environment, which other processes of the machine may read. */
  public static String seenByOthersOf(ProcessHandle process) throws IOException {
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    if (!Files.exists(proc)) {
      return process.info().commandLine().orElse("");
    }
    return Files.readString(proc.resolve("cmdline"))
        + new String(Files.readAllBytes(proc.resolve("environ")), StandardCharsets.UTF_8);
  }

  /** Waits for a condition that a real process brings about. */
  public static boolean await(Supplier<Boolean> condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.get()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  private static List<String> temporaryFiles(RunTag tag) {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .map(Path::toString)
          .filter(path -> path.contains(tag.sessionNamePrefix()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
