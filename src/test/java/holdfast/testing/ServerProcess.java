package holdfast.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Holdfast server in a process of its own, as {@code ./holdfast server} starts it, that can be
 * killed.
 */
public final class ServerProcess implements AutoCloseable {
  private static final String LISTENING = "listening on ";
  private static final String WORKING = "working on ";

  private final Process process;
  private final Path dataDir;
  private final List<String> output;
  private final String url;

  private ServerProcess(Process process, Path dataDir, List<String> output, String url) {
    this.process = process;
    this.dataDir = dataDir;
    this.output = output;
    this.url = url;
  }

  /** Starts a server on a free port, and waits until it listens, or works without listening. */
  public static ServerProcess start(Path dataDir, Map<String, String> environment)
      throws IOException {
    return start(dataDir, command(dataDir, environment, "server", "--port", "0"));
  }

  private static ServerProcess start(Path dataDir, ProcessBuilder server) throws IOException {
    Process process = server.start();
    List<String> output = new ArrayList<>();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      output.add(line);
      if (line.startsWith(LISTENING)) {
        Thread.ofPlatform().daemon().start(() -> drain(lines));
        return new ServerProcess(process, dataDir, output, line.substring(LISTENING.length()));
      }
      if (line.startsWith(WORKING)) {
        Thread.ofPlatform().daemon().start(() -> drain(lines));
        return new ServerProcess(process, dataDir, output, "");
      }
    }
    throw new IOException("the server ended before it listened: " + output + errors(dataDir));
  }

  /**
   * A Holdfast command line, not started yet; what it writes to stderr goes to a file beside the
   * data folder.
   */
  public static ProcessBuilder command(
      Path dataDir, Map<String, String> environment, String... arguments) {
    return command(SharedClasses.options(), dataDir, environment, arguments);
  }

  private static ProcessBuilder command(
      List<String> classPath, Path dataDir, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(java());
    command.addAll(classPath);
    // As it logs in earnest, and not as the tests around it do.
    command.addAll(List.of("-Dlogback.configurationFile=logback.xml", "holdfast.Main"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("HOLDFAST_"));
    builder.environment().put("HOLDFAST_DATA_DIR", dataDir.toString());
    // Tests of failures would wait for the retries.
    builder.environment().put("HOLDFAST_RETRIES", "0");
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(errorFile(dataDir).toFile()));
    return builder;
  }

  /** Without a class path. */
  public static List<String> java() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:+UseSerialGC",
        "-XX:-ShrinkHeapInSteps",
        "-Xms112m",
        "-Xmn37m",
        "-Xmx1g",
        // They live for seconds, and starting costs the better compiler more than it saves.
        "-XX:TieredStopAtLevel=1");
  }

  /** Starts a server and ends it; answers whether it came to listen. */
  static boolean rehearse(List<String> classPath, Path dataDir) throws IOException {
    try (ServerProcess server =
        start(dataDir, command(classPath, dataDir, Map.of(), "server", "--port", "0"))) {
      return !server.url().isEmpty();
    }
  }

  private static Path errorFile(Path dataDir) {
    return dataDir.resolveSibling(dataDir.getFileName() + ".stderr");
  }

  private static String errors(Path dataDir) throws IOException {
    return Files.readString(errorFile(dataDir));
  }

  private static void drain(BufferedReader lines) {
    try {
      lines.transferTo(java.io.Writer.nullWriter());
    } catch (IOException e) {
      // The process ended: there is nothing more to read.
    }
  }

  /** Empty for one that does not listen. */
  public String url() {
    return url;
  }

  public long pid() {
    return process.pid();
  }

  /** What it wrote to stdout until it listened. */
  public List<String> output() {
    return output;
  }

  /**
   * Everything that this and earlier servers on the same folder wrote to stderr, their logs
   * included.
   */
  public String errors() throws IOException {
    return errors(dataDir);
  }

  public Api api() throws IOException {
    return new Api(url, Files.readString(dataDir.resolve("admin-token")).strip());
  }

  /** SIGKILL to the JVM alone: its children learn of it only by themselves. */
  public void kill() {
    process.destroyForcibly();
    await();
  }

  /** SIGKILL to the JVM and all its descendants, as when a container is killed. */
  public void killWithChildren() {
    java.util.List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    await();
  }

  /** SIGSTOP to the JVM alone: it does nothing more until {@link #wake}. */
  public void stall() {
    signal("STOP");
  }

  /** SIGCONT, if it still lives. */
  public void wake() {
    if (process.isAlive()) {
      signal("CONT");
    }
  }

  private void signal(String name) {
    try {
      int status =
          new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (status != 0) {
        throw new AssertionError("kill -%s ended with %d".formatted(name, status));
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** SIGTERM; answers the exit code. */
  public int terminate() {
    askToStop();
    return await();
  }

  /** SIGTERM, without waiting for what comes of it. */
  public void askToStop() {
    process.destroy();
  }

  private int await() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the server did not end within a minute");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      terminate();
    }
  }
}
