package holdfast.engine;

import holdfast.catalog.Place;
import holdfast.catalog.Stores;
import holdfast.catalog.WaitingStore.Waiting;
import holdfast.model.Addon;
import holdfast.model.AddonId;
import holdfast.model.AddonState;
import holdfast.model.Backup;
import holdfast.model.BackupId;
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
  private final RestoredDatabases restoredDatabases;

  Admittance(Facilities facilities) {
    this.places = new Places(facilities.drivers(), facilities.policy());
    this.restoredDatabases = new RestoredDatabases(facilities.drivers());
  }

  /** Claims a backup that may start, gives up one that waited too long, or notes why it waits. */
  Start<Backup> start(Stores stores, BackupId id, Instant now) {
    Waiting waiting = stores.waiting().lock(id).orElse(null);
    Backup backup = stores.backups().get(id).orElse(null);
    if (waiting == null || backup == null) {
      return Start.none();
    }
    Optional<Addon> addon = ofAddon(backup).flatMap(it -> Places.addon(stores, it));
    Optional<Hindrance> paused = paused(stores, backup, addon);
    if (waiting.isOverdue(now) && paused.isEmpty()) {
      giveUp(stores, backup, waiting, now);
      return Start.none();
    }
    List<Place> wanted = places.of(stores, backup, addon);
    Optional<Hindrance> hindrance =
        paused
            .or(() -> restored(stores, backup))
            .or(() -> restoredThroughOthers(stores, backup, addon))
            .or(() -> full(stores, id.toString(), wanted));
    if (hindrance.isPresent()) {
      note(stores, id, waiting, hindrance.get(), now);
      return Start.heldBack(Duration.between(waiting.createdAt(), now));
    }
    return Start.of(stores.backups().claim(backup, now), wanted, Known.of(stores, addon, backup));
  }

  /** Claims a restore that may start. */
  Start<Restore> start(Stores stores, RestoreId id, Instant now) {
    Optional<Restore> restore = stores.restores().lock(id);
    if (restore.isEmpty()) {
      return Start.none();
    }
    List<Place> wanted = places.of(stores, restore.get());
    return full(stores, id.toString(), wanted).isPresent()
        ? Start.heldBack(Duration.ZERO)
        : Start.of(stores.restores().claim(id), wanted, Known.NOTHING);
  }

  /** Gives up a backup that should have started by now, if it still waits. */
  boolean giveUpOverdue(Stores stores, BackupId id, Instant now) {
    Waiting waiting = stores.waiting().lock(id).orElse(null);
    Backup backup = stores.backups().get(id).orElse(null);
    if (waiting == null
        || backup == null
        || !waiting.isOverdue(now)
        || paused(stores, backup, Optional.empty()).isPresent()) {
      return false;
    }
    giveUp(stores, backup, waiting, now);
    return true;
  }

  private void giveUp(Stores stores, Backup backup, Waiting waiting, Instant now) {
    String why =
        waiting.waitsFor() == null
            ? "no worker was free, or none was running"
            : new Hindrance(waiting.waitsFor()).words();
    Failure failure =
        new Failure(
            FailureCode.NOT_STARTED,
            "it could not start before %s: %s".formatted(waiting.startBy(), why),
            "Take it again when that has passed; HOLDFAST_START_WINDOW_MINUTES says how long a backup waits.");
    stores.backups().giveUp(backup.id(), failure, now);
    BackupEnding.warn(backup, failure);
    say(stores, backup.id(), now, "failed: " + failure.message());
  }

  /** Who has waited longest for each place of a run that has ended or stopped. */
  List<BackupId> freed(Stores stores, List<Place> places) {
    return oldest(stores, places.stream().map(Place::name).toList());
  }

  /** Who has waited longest for each thing that this restore, which has ended, had. */
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

  private static void note(
      Stores stores, BackupId id, Waiting waiting, Hindrance hindrance, Instant now) {
    if (!hindrance.what().equals(waiting.waitsFor())) {
      stores.waiting().waitFor(id, hindrance.what());
      say(stores, id, now, "it has to wait: " + hindrance.words());
    }
  }

  private static void say(Stores stores, BackupId id, Instant now, String line) {
    stores.logs().append(List.of(RunJournal.ours(id.key(), now, line)));
  }

  private static Optional<Hindrance> paused(Stores stores, Backup backup, Optional<Addon> known) {
    return ofAddon(backup)
        .filter(
            addon ->
                known
                    .map(Addon::state)
                    .or(() -> stores.addons().state(addon))
                    .filter(AddonState.PAUSED::equals)
                    .isPresent())
        .map(Hindrance::pausedAddon);
  }

  private static Optional<Hindrance> restored(Stores stores, Backup backup) {
    return ofAddon(backup)
        .filter(addon -> stores.restores().activeInto(addon).isPresent())
        .map(Hindrance::restoreInto);
  }

  /** The copy of a server's files takes no notice of who is put in whose place. */
  private Optional<Hindrance> restoredThroughOthers(
      Stores stores, Backup backup, Optional<Addon> addon) {
    return addon
        .filter(it -> !it.type().isPhysical(backup.type()))
        .flatMap(it -> restoredDatabases.of(stores, it))
        .map(Hindrance::restoreInto);
  }

  private static Optional<AddonId> ofAddon(Backup backup) {
    return backup.source().isOfAddon() ? Optional.of(backup.origin().addonId()) : Optional.empty();
  }

  private static Optional<Hindrance> full(Stores stores, String run, List<Place> places) {
    return stores.slots().take(run, places).map(Hindrance::full);
  }
}
