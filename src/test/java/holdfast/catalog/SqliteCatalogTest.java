package holdfast.catalog;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteCatalogTest extends CatalogContract {
  @TempDir private static Path folder;

  @Override
  public Catalog openAgain() {
    return SqliteCatalog.open(folder.resolve("catalog.db"), new TestCipher(), World::document);
  }
}
