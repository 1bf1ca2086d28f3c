package holdfast.chaos;

import holdfast.testing.Api;
import holdfast.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One server of an installation, that can be killed, stalled, and started again on its data. */
final class Node implements AutoCloseable {
  private final Path dataDir;
  private final Map<String, String> environment;
  private final String token;
  private @Nullable ServerProcess process;
  private List<ProcessHandle> stalled = List.of();

  Node(Path dataDir, Map<String, String> environment, String token) {
    this.dataDir = dataDir;
    this.environment = environment;
    this.token = token;
  }

  Path dataDir() {
    return dataDir;
  }

  /** Where it keeps what is temporary: nobody else's files are there. */
  Path temporaryDir() {
    return dataDir.resolveSibling(dataDir.getFileName() + ".tmp");
  }

  Path errorFile() {
    return dataDir.resolveSibling(dataDir.getFileName() + ".stderr");
  }

  synchronized void ensureRunning() throws IOException {
    ServerProcess running = process;
    if (running == null || !isAlive(running.pid())) {
      Files.createDirectories(temporaryDir());
      process = ServerProcess.start(dataDir, environment);
    }
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  /** A client of it, also while it is down or stalled. */
  synchronized Api api() {
    return new Api(running().url(), token);
  }

  private ServerProcess running() {
    ServerProcess running = process;
    if (running == null) {
      throw new IllegalStateException("was never started: " + dataDir);
    }
    return running;
  }

  synchronized void kill(boolean withChildren) {
    if (withChildren) {
      running().killWithChildren();
    } else {
      running().kill();
    }
  }

  synchronized void stall(boolean withChildren) throws IOException {
    ProcessHandle jvm = ProcessHandle.of(running().pid()).orElseThrow();
    stalled =
        Stream.concat(Stream.of(jvm), withChildren ? jvm.descendants() : Stream.of()).toList();
    NodeStalled.signal("STOP", stalled);
  }

  synchronized void goOn() throws IOException {
    NodeStalled.signal("CONT", stalled);
    stalled = List.of();
  }

  @Override
  public synchronized void close() {
    if (process != null) {
      process.close();
    }
  }
}
