package holdfast.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Real servers of MariaDB and MySQL on the loopback: one of each release is shared by all tests of
 * this JVM and ended with it.
 */
public final class MariaDbServers {
  private static final Map<MysqlRelease, MariaDbServer> SHARED = new ConcurrentHashMap<>();

  private MariaDbServers() {}

  /** The shared server of the MariaDB that this machine has. */
  public static MariaDbServer shared() {
    return shared(MysqlRelease.MARIADB_10);
  }

  /** The shared server of a release. */
  public static MariaDbServer shared(MysqlRelease release) {
    return SHARED.computeIfAbsent(
        release, it -> start(it, List.of("--log-bin=bin", "--server-id=1")));
  }

  /** Drops all databases that were made on shared servers, after a test. */
  public static void dropDatabases() {
    SHARED.values().forEach(MariaDbServer::dropDatabases);
  }

  /** A server of one's own of this machine's MariaDB, with some options more. */
  public static MariaDbServer start(List<String> options) {
    return start(MysqlRelease.MARIADB_10, options);
  }

  /** The same of a release. */
  public static MariaDbServer start(MysqlRelease release, List<String> options) {
    try {
      Path folder = Files.createTempDirectory("mariadb-");
      MariaDbServer server = MariaDbServer.start(release, folder, options);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
