package holdfast.cli.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A real PostgreSQL server on a free loopback port, its data in a folder that is thrown away. */
final class ThrowawayPostgres implements AutoCloseable {
  /** The path of a jar with the server's programs, in place of the ones on the class path. */
  private static final String BINARIES = "holdfast.demo.postgres";

  private static final String DATA = "data";

  private final EmbeddedPostgres server;

  private ThrowawayPostgres(EmbeddedPostgres server) {
    this.server = server;
  }

  /**
   * Starts one, in a thread of its own: interrupted half-way, the server would be on its way with
   * nobody to stop it.
   *
   * @param folder empty; gets the data and the unpacked programs
   */
  static ThrowawayPostgres start(Path folder) throws DemoException {
    try {
      return new ThrowawayPostgres(
          CompletableFuture.supplyAsync(() -> launch(folder), Thread::startVirtualThread).join());
    } catch (CompletionException e) {
      kill(folder.resolve(DATA));
      throw new DemoException(failure(deepest(e)));
    }
  }

  private static EmbeddedPostgres launch(Path folder) {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(folder.resolve("programs").toFile())
            .setDataDirectory(folder.resolve(DATA))
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setRegisterShutdownHook(false);
    String other = System.getProperty(BINARIES);
    if (other != null) {
      builder.setPgBinaryResolver((system, hardware) -> binaries(Path.of(other)));
    }
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream binaries(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Optional<? extends ZipEntry> archive =
          zip.stream().filter(entry -> entry.getName().endsWith(".txz")).findFirst();
      if (archive.isEmpty()) {
        throw new IOException("no PostgreSQL programs in " + jar);
      }
      try (InputStream content = zip.getInputStream(archive.get())) {
        return new ByteArrayInputStream(content.readAllBytes());
      }
    }
  }

  /** The library wraps what went wrong in exceptions that say nothing. */
  private static Throwable deepest(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest;
  }

  private static String failure(Throwable cause) {
    String why = cause.toString();
    boolean refusesRoot = "root".equals(System.getProperty("user.name")) && why.contains("initdb");
    String hint =
        refusesRoot
            ? "PostgreSQL refuses to run as root where the kernel allows no user namespaces, as in"
                + " many containers: run the demo as an ordinary user."
            : "Look whether the temporary folder is writable and may hold programs; another one is"
                + " taken with JAVA_OPTS=-Djava.io.tmpdir=FOLDER.";
    return "the throw-away PostgreSQL did not start: %s. %s".formatted(why, hint);
  }

  /** A server that came up too late for its starter is still there. */
  private static void kill(Path data) {
    try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
      lines
          .findFirst()
          .flatMap(line -> ProcessHandle.of(Long.parseLong(line.strip())))
          .ifPresent(ProcessHandle::destroy);
    } catch (IOException | UncheckedIOException | NumberFormatException e) {
      // No server has got as far as that.
    }
  }

  /** A connection URI as a person would write it. */
  String uri(String database) {
    return "postgresql://postgres:postgres@127.0.0.1:%d/%s".formatted(server.getPort(), database);
  }

  Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.getPort(), database),
        "postgres",
        "postgres");
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
