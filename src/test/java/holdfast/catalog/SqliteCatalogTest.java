package holdfast.catalog;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteCatalogTest extends CatalogContract {
  @TempDir private Path folder;

  @Override
  Catalog openEmpty() {
    return SqliteCatalog.open(folder.resolve("catalog.db"), new TestCipher(), World::document);
  }
}
