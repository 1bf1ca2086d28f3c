package holdfast.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Real MariaDB servers on the loopback, of the version that this machine has: one is shared by all
 * tests of this JVM and ended with it.
 */
public final class MariaDbServers {
  private static @Nullable MariaDbServer shared;

  private MariaDbServers() {}

  /** The shared server. */
  public static synchronized MariaDbServer shared() {
    if (shared == null) {
      shared = start(List.of("--log-bin=bin", "--server-id=1"));
    }
    return shared;
  }

  /** Drops all databases that were made on the shared server, after a test. */
  public static synchronized void dropDatabases() {
    if (shared != null) {
      shared.dropDatabases();
    }
  }

  /** A server of one's own, with some options more. */
  public static MariaDbServer start(List<String> options) {
    try {
      Path folder = Files.createTempDirectory("mariadb-");
      MariaDbServer server = MariaDbServer.start(folder, options);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
