package holdfast.api;

import holdfast.catalog.Catalog;
import holdfast.catalog.Stores;
import holdfast.catalog.TakenException;

/** A change of the catalog with nothing to answer. */
@FunctionalInterface
interface Change {
  void apply(Stores stores);

  /**
   * Makes it in one transaction.
   *
   * @param whenTaken the conflict to answer with when a name or id is taken
   */
  default void in(Catalog catalog, String whenTaken) {
    try {
      catalog.write(
          stores -> {
            apply(stores);
            return true;
          });
    } catch (TakenException e) {
      throw ApiError.conflict(whenTaken);
    }
  }
}
