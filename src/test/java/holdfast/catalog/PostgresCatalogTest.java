package holdfast.catalog;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterAll;

class PostgresCatalogTest extends CatalogContract {
  private final EmbeddedPostgres server = start();

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  void stop() throws IOException {
    server.close();
  }

  @Override
  public Catalog openAgain() {
    return PostgresCatalog.open(
        PostgresCatalog.Settings.of(server.getJdbcUrl("postgres", "postgres")),
        new TestCipher(),
        World::document);
  }
}
