package holdfast.engine;

import holdfast.catalog.Catalog;
import holdfast.catalog.Stores;
import holdfast.catalog.TakenException;
import holdfast.model.Addon;
import holdfast.model.AddonId;
import holdfast.model.AddonState;
import holdfast.model.Backup;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.DatabaseSet;
import holdfast.model.DestinationId;
import holdfast.model.ImportSource;
import holdfast.model.Origin;
import holdfast.model.SourceType;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What people ask of backups; the work itself is done by {@code BackupRun} and {@code Sweeper}.
 * Thread-safe.
 */
public final class Backups {
  private static final int NAMING_ATTEMPTS = 5;

  private final Catalog catalog;
  private final RunQueue queue;
  private final BackupRecords records;
  private final Clock clock;

  public Backups(Catalog catalog, RunQueue queue, BackupRecords records, Clock clock) {
    this.catalog = catalog;
    this.queue = queue;
    this.records = records;
    this.clock = clock;
  }

  /**
   * Records a backup as scheduled and enters it in the queue, both or neither.
   *
   * @throws TakenException when the addon has a backup of this name
   */
  public Backup request(NewBackup wanted) {
    SourceType own = BackupRecords.Wanted.sourceOf(wanted.type());
    Addon addon = wanted.addon();
    DatabaseSet databases = addon.coverage().databasesOf(addon.type(), wanted.type());
    return request(wanted, stores -> record(wanted, own, addon.version(), databases, stores));
  }

  /**
   * Like {@link #request(NewBackup)}, of what lies elsewhere: kept among the addon's backups, but
   * its database has no part in it.
   */
  public Backup importFrom(ImportSource source, NewBackup wanted) {
    return request(
        wanted,
        stores -> {
          Backup made = record(wanted, source.type(), null, source.databases(), stores);
          stores.imports().insert(made.id(), source.location());
          return made;
        });
  }

  /** A name that nobody has asked for, and that somebody else took just now, is not insisted on. */
  private Backup request(NewBackup wanted, Function<Stores, Backup> making) {
    for (int left = NAMING_ATTEMPTS; ; left--) {
      try {
        Backup backup = catalog.write(stores -> enqueued(making.apply(stores), stores));
        queue.wake();
        return backup;
      } catch (TakenException e) {
        if (wanted.name() != null || left == 1) {
          throw e;
        }
      }
    }
  }

  private Backup enqueued(Backup made, Stores stores) {
    queue.enqueue(stores.connection(), made.id());
    return made;
  }

  /**
   * Asks for the end of a backup that has not ended.
   *
   * @return its new status; empty when it had ended already
   */
  public Optional<BackupStatus> abort(BackupId id) {
    return catalog.write(
        stores -> {
          Optional<BackupStatus> status = stores.backups().abort(id, clock.instant());
          if (status.filter(BackupStatus.ABORTED::equals).isPresent()) {
            stores
                .logs()
                .append(
                    List.of(RunJournal.ours(id.key(), clock.instant(), "aborted before it began")));
          }
          return status;
        });
  }

  /**
   * Takes a backup, or its copy in one destination, out of every list; its objects are removed in
   * the background.
   *
   * @param destination only the copy there; null for all
   * @return false when it has not ended, or is being restored
   */
  public boolean delete(BackupId id, @Nullable DestinationId destination) {
    boolean marked =
        catalog.write(
            stores -> {
              boolean isMarked = stores.backups().markDeleting(id, destination, clock.instant());
              if (isMarked) {
                // Behind the lock of its row: two who enter the same at once would break each
                // other.
                queue.enqueueSweep(stores.connection(), id);
              }
              return isMarked;
            });
    queue.wake();
    return marked;
  }

  /** From now on backups of the addon's database wait. Those that run go on. */
  public void pause(AddonId addon) {
    catalog.write(
        stores -> {
          stores.addons().move(addon, AddonState.PAUSED);
          return addon;
        });
  }

  /** What waited for the addon starts; how long it has waited counts no more. */
  public void resume(AddonId addon) {
    catalog.write(
        stores -> {
          stores.addons().move(addon, AddonState.RUNNING);
          stores.waiting().startBy(addon, records.latestStart());
          stores
              .backups()
              .scheduledOf(addon)
              .forEach(waiting -> queue.enqueue(stores.connection(), waiting));
          return addon;
        });
    queue.wake();
  }

  private Backup record(
      NewBackup wanted,
      SourceType source,
      @Nullable String version,
      DatabaseSet databases,
      Stores stores) {
    return records.insert(
        new BackupRecords.Wanted(
            Origin.of(wanted.project(), wanted.addon()),
            wanted.name(),
            wanted.type(),
            wanted.compression(),
            source,
            version,
            wanted.targets(),
            List.of(),
            databases),
        stores);
  }
}
