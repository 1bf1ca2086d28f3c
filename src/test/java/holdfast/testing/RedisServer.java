package holdfast.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One running Redis on the loopback, with its data in a temporary folder. Its administrator needs
 * no password; the users are those that docs/databases.md makes. Thread-safe.
 */
public final class RedisServer implements AutoCloseable {
  /** Who may back up and restore. */
  public static final String KEEPER = "holdfast";

  /** Who may only back up. */
  public static final String READER = "holdfast_backup";

  /** With everything that has to be encoded somewhere on its way. */
  public static final String PASSWORD = "s3cr:t/p@ss \\w'örd%";

  private static final int DATABASES = 64;
  private static final Path DOCS = Path.of("docs", "databases.md");

  private final RedisRelease release;
  private final int port;
  private final Process process;
  private final Path folder;
  private final Deque<Integer> unused = new ArrayDeque<>();
  private final Deque<Integer> used = new ArrayDeque<>();

  private RedisServer(RedisRelease release, int port, Process process, Path folder) {
    this.release = release;
    this.port = port;
    this.process = process;
    this.folder = folder;
    for (int database = 1; database < DATABASES; database++) {
      unused.add(database);
    }
  }

  /**
   * Starts one.
   *
   * @param settings lines of its configuration, besides ours
   */
  public static RedisServer start(String... settings) {
    return start(RedisRelease.OWN, settings);
  }

  /** Starts one of a release. */
  public static RedisServer start(RedisRelease release, String... settings) {
    try {
      return start(release, Files.createTempDirectory("holdfast-redis-"), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one that loads an RDB. */
  public static RedisServer startOn(RedisRelease release, byte[] rdb) {
    try {
      Path folder = Files.createTempDirectory("holdfast-redis-");
      Files.write(folder.resolve("dump.rdb"), rdb);
      return start(release, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RedisServer start(RedisRelease release, Path folder, String... settings)
      throws IOException {
    int port = FreePort.next();
    Process process =
        new ProcessBuilder(release.server(), "-")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    try (OutputStream configuration = process.getOutputStream()) {
      configuration.write(configuration(port, folder, settings).getBytes(UTF_8));
    }
    Thread.ofPlatform().daemon().start(() -> drain(process.getInputStream()));
    RedisServer server = new RedisServer(release, port, process, folder);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    server.awaitStart();
    return server;
  }

  private static String configuration(int port, Path folder, String... settings) {
    return """
        bind 127.0.0.1
        port %d
        dir %s
        save ""
        databases %d
        repl-diskless-sync-delay 0
        """
            .formatted(port, folder, DATABASES)
        + String.join("\n", settings)
        + "\n";
  }

  private void awaitStart() {
    if (!Leftovers.await(this::answers)) {
      throw new AssertionError("the server did not start");
    }
    for (String statement : statements(release)) {
      admin().call(words(statement));
    }
  }

  private boolean answers() {
    try {
      return process.isAlive() && admin().call("PING").equals("PONG");
    } catch (AssertionError notYet) {
      return false;
    }
  }

  /** Those that the documentation makes users with; only those for old servers name no channels. */
  private static List<String> statements(RedisRelease release) {
    try (Stream<String> lines = Files.lines(DOCS)) {
      return lines
          .filter(line -> line.startsWith("ACL SETUSER "))
          .filter(line -> line.contains("channels") != release.isOld())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The documentation's statement that makes a user, with the tests' password. */
  public String[] statement(String user) {
    return statements(release).stream()
        .map(RedisServer::words)
        .filter(words -> words[2].equals(user))
        .findFirst()
        .orElseThrow();
  }

  private static String[] words(String statement) {
    return Arrays.stream(statement.split(" ", -1))
        .map(word -> word.equals(">PASSWORD") ? ">" + PASSWORD : word)
        .toArray(String[]::new);
  }

  private static void drain(InputStream output) {
    try (output) {
      output.transferTo(OutputStream.nullOutputStream());
    } catch (IOException serverWasKilled) {
      return;
    }
  }

  public RedisRelease release() {
    return release;
  }

  public int port() {
    return port;
  }

  public Path folder() {
    return folder;
  }

  public long pid() {
    return process.pid();
  }

  /** An administrator, in the database 0. */
  public RedisCli admin() {
    return new RedisCli(port, 0);
  }

  /** An empty database that no other test uses. */
  public synchronized RedisDatabase createDatabase() {
    int number = unused.remove();
    used.add(number);
    return new RedisDatabase(this, number);
  }

  /** Empties the databases made by {@link #createDatabase}. */
  public synchronized void dropDatabases() {
    for (Integer number = used.poll(); number != null; number = used.poll()) {
      new RedisCli(port, number).call("FLUSHDB");
      unused.add(number);
    }
  }

  /** Ends it at once, as a crash of its machine would. */
  public void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    await();
  }

  private void await() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("the server does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    kill();
    delete(folder);
  }

  private static void delete(Path path) {
    try {
      if (Files.isDirectory(path)) {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
          children.forEach(RedisServer::delete);
        }
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
