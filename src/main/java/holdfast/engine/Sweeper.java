package holdfast.engine;

import holdfast.catalog.AttemptStore.Attempt;
import holdfast.catalog.BackupStore.DoomedCopy;
import holdfast.destination.Destination;
import holdfast.model.BackupId;
import holdfast.model.DestinationId;
import holdfast.model.FailureException;
import java.util.HashSet;
import java.util.Set;
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
    new Pass().sweep();
  }

  /** What is due of one backup. */
  public void sweep(BackupId id) {
    facilities.catalog().read(stores -> stores.backups().doomedOf(id)).forEach(new Pass()::remove);
    sweepAttempts(id);
  }

  /** The attempts of one backup that have lost. */
  void sweepAttempts(BackupId id) {
    facilities.catalog().read(stores -> stores.attempts().lostOf(id)).forEach(new Pass()::clear);
  }

  /**
   * Removes what an attempt stored, then its note, if that is not to be kept for what the attempt
   * may still store.
   */
  void clear(Attempt attempt) {
    new Pass().clear(attempt);
  }

  /** How the objects under a path go. */
  @FunctionalInterface
  private interface Removal {
    void of(Destination destination, String path) throws FailureException;
  }

  /**
   * One round. A destination that has failed is left alone for the rest of it: the next may be
   * well.
   */
  private final class Pass {
    private final Set<DestinationId> failing = new HashSet<>();

    void sweep() {
      facilities.catalog().read(stores -> stores.backups().doomed()).forEach(this::remove);
      facilities.catalog().read(stores -> stores.attempts().lost()).forEach(this::clear);
    }

    void clear(Attempt attempt) {
      boolean isRemoved =
          remove(attempt.destinationId(), attempt.path(), Leftovers::removeAll);
      if (isRemoved && !attempt.isKeptAt(facilities.now())) {
        facilities
            .catalog()
            .write(
                stores -> {
                  stores.attempts().forget(attempt);
                  return attempt;
                });
      }
    }

    void remove(DoomedCopy copy) {
      String path = copy.path();
      if (path == null || remove(copy.destinationId(), path, Leftovers::removeObjects)) {
        facilities
            .catalog()
            .write(
                stores -> {
                  stores.backups().remove(copy.backupId(), copy.destinationId());
                  return copy;
                });
      }
    }

    private boolean remove(DestinationId id, String path, Removal removal) {
      if (failing.contains(id) || facilities.stop().isRequested()) {
        return false;
      }
      try (Destination destination = facilities.open(id)) {
        removal.of(destination, path);
        return true;
      } catch (FailureException e) {
        failing.add(id);
        LOG.warn(
            "could not remove {} from destination {}: {}; it will be tried again",
            path,
            id,
            e.getMessage());
        return false;
      }
    }
  }
}
