package holdfast.cli.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A real PostgreSQL server on a free loopback port, its data in a folder that is thrown away. */
final class ThrowawayPostgres implements AutoCloseable {
  private final EmbeddedPostgres server;

  private ThrowawayPostgres(EmbeddedPostgres server) {
    this.server = server;
  }

  static ThrowawayPostgres start(Path folder) throws IOException {
    return new ThrowawayPostgres(
        EmbeddedPostgres.builder()
            .setDataDirectory(folder.resolve("data"))
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setRegisterShutdownHook(false)
            .start());
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
