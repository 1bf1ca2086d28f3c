package holdfast.engine;

import holdfast.catalog.AttemptStore.Attempt;
import holdfast.catalog.BackupStore.DoomedCopy;
import holdfast.destination.Destination;
import holdfast.model.BackupId;
import holdfast.model.DestinationId;
import holdfast.model.FailureException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what is known to be of no use: the objects of copies in deletion, and of attempts that
 * have lost. What the catalog does not know, it never touches. Thread-safe; can be repeated, and
 * goes on after a failure with what is next.
 */
public final class Sweeper {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  private final Facilities facilities;

  public Sweeper(Facilities facilities) {
    this.facilities = facilities;
  }

  /** Everything that is due. What cannot be removed now stays noted for the next time. */
  public void sweep() {
    facilities.catalog().read(stores -> stores.backups().doomed()).forEach(this::remove);
    facilities.catalog().read(stores -> stores.attempts().lost()).forEach(this::clear);
  }

  /** The attempts of one backup that have lost. */
  void sweepAttempts(BackupId id) {
    facilities.catalog().read(stores -> stores.attempts().lostOf(id)).forEach(this::clear);
  }

  /** Removes what an attempt stored, then its note. */
  void clear(Attempt attempt) {
    if (removeObjects(attempt.destinationId(), attempt.path())) {
      facilities
          .catalog()
          .write(
              stores -> {
                stores.attempts().forget(attempt);
                return attempt;
              });
    }
  }

  private void remove(DoomedCopy copy) {
    String path = copy.path();
    if (path == null || removeObjects(copy.destinationId(), path)) {
      facilities
          .catalog()
          .write(
              stores -> {
                stores.backups().remove(copy.backupId(), copy.destinationId());
                return copy;
              });
    }
  }

  private boolean removeObjects(DestinationId id, String path) {
    try (Destination destination = facilities.open(id)) {
      Leftovers.remove(destination, path);
      return true;
    } catch (FailureException e) {
      LOG.warn(
          "could not remove {} from destination {}: {}; it will be tried again",
          path,
          id,
          e.getMessage());
      return false;
    }
  }
}
