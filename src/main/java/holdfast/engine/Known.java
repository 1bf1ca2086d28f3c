package holdfast.engine;

import holdfast.catalog.Stores;
import holdfast.catalog.UnreadableSecretException;
import holdfast.model.Addon;
import holdfast.model.Backup;
import holdfast.model.BackupDestination;
import holdfast.model.Copy;
import holdfast.model.DestinationId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was read with the claim of a run, and need not be read again. Whoever misses something here
 * reads it, and learns then why it cannot be had.
 *
 * @param atNanos when that was, as {@link System#nanoTime} has it
 * @param addon whose database is worked on
 */
record Known(
    long atNanos, Optional<Addon> addon, Map<DestinationId, BackupDestination> destinations) {
  static final Known NOTHING = new Known(System.nanoTime(), Optional.empty(), Map.of());

  Known {
    destinations = Map.copyOf(destinations);
  }

  /** Within the transaction of the claim. */
  static Known of(Stores stores, Optional<Addon> addon, Backup backup) {
    long now = System.nanoTime();
    Map<DestinationId, BackupDestination> destinations = new HashMap<>();
    for (Copy copy : backup.copies()) {
      destination(stores, copy.destinationId())
          .ifPresent(destination -> destinations.put(destination.id(), destination));
    }
    return new Known(now, addon, destinations);
  }

  private static Optional<BackupDestination> destination(Stores stores, DestinationId id) {
    try {
      return stores.destinations().get(id);
    } catch (UnreadableSecretException e) {
      return Optional.empty();
    }
  }
}
