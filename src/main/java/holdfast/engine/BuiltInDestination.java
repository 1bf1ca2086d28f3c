package holdfast.engine;

import holdfast.catalog.Catalog;
import holdfast.catalog.DestinationStore;
import holdfast.catalog.TakenException;
import holdfast.model.BackupDestination;
import holdfast.model.DestinationId;
import holdfast.model.IdGenerator;
import holdfast.model.Location;
import holdfast.model.Slug;
import java.time.Clock;
import java.time.Instant;

/**
 * The destination that is there from the start and is used when none is named: a folder under the
 * data directory.
 */
public final class BuiltInDestination {
  public static final Slug SLUG = BackupDestination.BUILT_IN;

  private static final String NAME = "Built in";

  private BuiltInDestination() {}

  /**
   * Sees to it that it exists and lies in {@code folder}, which may have moved with the data
   * directory since the last start. Harmless when several nodes do it at once.
   *
   * @param folder absolute
   */
  public static void ensure(Catalog catalog, IdGenerator ids, Clock clock, String folder) {
    try {
      catalog.write(
          stores -> {
            ensure(stores.destinations(), ids, clock.instant(), new Location.Local(folder));
            return true;
          });
    } catch (TakenException e) {
      // Another node that starts with us was faster.
    }
  }

  private static void ensure(
      DestinationStore store, IdGenerator ids, Instant now, Location location) {
    BackupDestination found = store.find(SLUG).orElse(null);
    if (found == null) {
      DestinationId id = new DestinationId(ids.nextKey());
      store.insert(new BackupDestination(id, SLUG, NAME, null, "", location, now, now));
    } else if (!found.location().equals(location)) {
      store.update(
          new BackupDestination(
              found.id(),
              SLUG,
              found.name(),
              found.description(),
              found.prefix(),
              location,
              found.createdAt(),
              now));
    }
  }
}
