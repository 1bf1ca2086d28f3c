package holdfast.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Real PostgreSQL servers on the loopback: one of each major version, shared by all tests of this
 * JVM and ended with it. They ask everybody but their own superuser for a password.
 */
public final class PostgresServers {
  /** The major version that the embedded library brings by itself. */
  public static final int DEFAULT_MAJOR = 14;

  private static final Path BINARIES = Path.of("target", "postgres-binaries");
  private static final Map<Integer, PostgresServer> SHARED = new ConcurrentHashMap<>();

  private PostgresServers() {}

  /** The shared server of a major version, from 14 to 18. */
  public static PostgresServer shared(int major) {
    return SHARED.computeIfAbsent(major, PostgresServers::start);
  }

  /** Drops all databases that were made on the shared servers, after a test; and who is in them. */
  public static void dropDatabases() {
    SHARED.values().forEach(PostgresServer::dropDatabases);
  }

  /** A server of one's own, to be killed or stopped. */
  public static PostgresServer start(int major) {
    try {
      return start(major, Files.createTempDirectory("holdfast-postgres-" + major + "-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with its data in a folder that is there and empty. */
  public static PostgresServer start(int major, Path data) {
    return start(major, data, Map.of());
  }

  /**
   * The same with settings of one's own; on a folder that holds a server's data already, that
   * server.
   */
  public static PostgresServer start(int major, Path data, Map<String, String> settings) {
    try {
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setPort(FreePort.next())
              .setDataDirectory(data)
              .setCleanDataDirectory(!Files.exists(data.resolve("PG_VERSION")))
              .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
              .setServerConfig("fsync", "off")
              .setServerConfig("max_wal_senders", "5")
              .setServerConfig("wal_level", "logical")
              .setServerConfig("max_prepared_transactions", "5");
      settings.forEach(builder::setServerConfig);
      if (major != DEFAULT_MAJOR) {
        builder.setPgBinaryResolver((system, hardware) -> binaries(major));
      }
      return new PostgresServer(major, builder.start(), data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InputStream binaries(int major) throws IOException {
    Path jar = BINARIES.resolve("postgres-" + major + ".jar");
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      ZipEntry archive =
          zip.stream().filter(entry -> entry.getName().endsWith(".txz")).findFirst().orElseThrow();
      return new java.io.ByteArrayInputStream(zip.getInputStream(archive).readAllBytes());
    }
  }
}
