package holdfast.api;

import holdfast.catalog.Catalog;
import holdfast.catalog.Stores;
import holdfast.catalog.TakenException;
import java.util.function.Consumer;
import java.util.function.Function;

/** Changes of the catalog, each in one transaction. */
final class Writes {
  private Writes() {}

  /** A change with nothing to answer. */
  static void write(Catalog catalog, Consumer<Stores> work) {
    catalog.write(
        stores -> {
          work.accept(stores);
          return true;
        });
  }

  /**
   * A change that gives something a name or an id.
   *
   * @param whenTaken what to say when that is taken
   */
  static <T> T named(Catalog catalog, String whenTaken, Function<Stores, T> work) {
    return named(catalog, ApiError.conflict(whenTaken), work);
  }

  /** Likewise. */
  static <T> T named(Catalog catalog, ApiError whenTaken, Function<Stores, T> work) {
    try {
      return catalog.write(work);
    } catch (TakenException e) {
      throw whenTaken;
    }
  }
}
