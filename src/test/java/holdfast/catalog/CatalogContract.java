package holdfast.catalog;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every catalog promises, whatever database it lies in. A subclass says where it lies. */
abstract class CatalogContract implements BackupMovesContract {
  private World world;

  /** Opens an empty catalog. */
  abstract Catalog openEmpty() throws Exception;

  @BeforeEach
  final void open() throws Exception {
    world = new World(openEmpty());
  }

  @AfterEach
  final void close() {
    world.catalog().close();
  }

  @Override
  public World world() {
    return world;
  }
}
