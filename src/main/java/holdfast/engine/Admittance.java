package holdfast.engine;

import holdfast.catalog.Place;
import holdfast.catalog.Stores;
import holdfast.catalog.WaitingStore.Waiting;
import holdfast.model.AddonId;
import holdfast.model.AddonState;
import holdfast.model.Backup;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.Restore;
import holdfast.model.RestoreId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a run may start: within its window, with nothing in its way, and where there is place for
 * it. Each question is asked, and its answer acted upon, in one transaction of the caller.
 */
final class Admittance {
  private final Places places;
  private final RunPolicy policy;

  Admittance(Facilities facilities) {
    this.policy = facilities.policy();
    this.places = new Places(facilities.drivers(), policy);
  }

  /** Claims a backup that may start, gives up one that waited too long, or notes why it waits. */
  Start<Backup> start(Stores stores, BackupId id, Instant now) {
    Waiting waiting = stores.waiting().lock(id).orElse(null);
    Backup backup = stores.backups().get(id).orElse(null);
    if (waiting == null || backup == null) {
      return Start.of(Optional.empty());
    }
    Optional<Hindrance> paused = paused(stores, backup);
    if (waiting.isOverdue(now) && paused.isEmpty()) {
      giveUp(stores, id, waiting, now);
      return Start.of(Optional.empty());
    }
    Optional<Hindrance> hindrance =
        paused
            .or(() -> restored(stores, backup))
            .or(() -> full(stores, id.toString(), places.of(stores, backup)));
    if (hindrance.isPresent()) {
      note(stores, id, waiting, hindrance.get());
      return Start.heldBack(Duration.between(waiting.createdAt(), now));
    }
    return Start.of(stores.backups().claim(id, now));
  }

  /** Claims a restore that may start. */
  Start<Restore> start(Stores stores, RestoreId id, Instant now) {
    Restore restore =
        stores
            .restores()
            .get(id)
            .filter(found -> found.status() == BackupStatus.SCHEDULED)
            .orElse(null);
    if (restore == null) {
      return Start.of(Optional.empty());
    }
    return full(stores, id.toString(), places.of(stores, restore))
        .map(hindrance -> Start.<Restore>heldBack(Duration.ZERO))
        .orElseGet(() -> Start.of(claim(stores, id)));
  }

  private static Optional<Restore> claim(Stores stores, RestoreId id) {
    Optional<Restore> claimed = stores.restores().claim(id);
    if (claimed.isEmpty()) {
      stores.slots().free(id.toString()); // aborted at this moment
    }
    return claimed;
  }

  /**
   * Gives up a backup that should have started by now, if it still waits.
   *
   * @return what to say of it
   */
  Optional<Failure> giveUpOverdue(Stores stores, BackupId id, Instant now) {
    return stores
        .waiting()
        .lock(id)
        .filter(waiting -> waiting.isOverdue(now))
        .filter(waiting -> stores.backups().get(id).flatMap(b -> paused(stores, b)).isEmpty())
        .map(waiting -> giveUp(stores, id, waiting, now));
  }

  private Failure giveUp(Stores stores, BackupId id, Waiting waiting, Instant now) {
    String why =
        waiting.waitsFor() == null
            ? "no worker was free, or none was running"
            : new Hindrance(waiting.waitsFor()).words();
    Failure failure =
        new Failure(
            FailureCode.NOT_STARTED,
            "it could not start within %d minutes: %s"
                .formatted(policy.startWindow().toMinutes(), why),
            "Take it again when that has passed; HOLDFAST_START_WINDOW_MINUTES says how long a backup waits.");
    stores.backups().giveUp(id, failure, now);
    return failure;
  }

  /** Who has waited longest for each thing that this run, which has ended or stopped, had. */
  List<BackupId> freedBy(Stores stores, Backup backup) {
    return oldest(stores, places.of(stores, backup).stream().map(Place::name).toList());
  }

  List<BackupId> freedBy(Stores stores, Restore restore) {
    List<String> freed =
        new ArrayList<>(places.of(stores, restore).stream().map(Place::name).toList());
    freed.add(Hindrance.restoreInto(restore.target()).what());
    return oldest(stores, freed);
  }

  private static List<BackupId> oldest(Stores stores, List<String> freed) {
    return freed.stream()
        .flatMap(what -> stores.waiting().oldestFor(what).stream())
        .distinct()
        .toList();
  }

  private static void note(Stores stores, BackupId id, Waiting waiting, Hindrance hindrance) {
    if (!hindrance.what().equals(waiting.waitsFor())) {
      stores.waiting().waitFor(id, hindrance.what());
    }
  }

  private static Optional<Hindrance> paused(Stores stores, Backup backup) {
    return ofAddon(backup)
        .filter(addon -> stores.addons().state(addon).filter(AddonState.PAUSED::equals).isPresent())
        .map(Hindrance::pausedAddon);
  }

  private static Optional<Hindrance> restored(Stores stores, Backup backup) {
    return ofAddon(backup)
        .filter(addon -> stores.restores().activeInto(addon).isPresent())
        .map(Hindrance::restoreInto);
  }

  private static Optional<AddonId> ofAddon(Backup backup) {
    return backup.source().isOfAddon() ? Optional.of(backup.origin().addonId()) : Optional.empty();
  }

  private static Optional<Hindrance> full(Stores stores, String run, List<Place> places) {
    return stores.slots().take(run, places).map(Hindrance::full);
  }
}
