package holdfast.engine;

import holdfast.catalog.Catalog;
import holdfast.catalog.Stores;
import holdfast.catalog.TakenException;
import holdfast.model.Addon;
import holdfast.model.Backup;
import holdfast.model.BackupStatus;
import holdfast.model.DatabaseRoute;
import holdfast.model.DestinationId;
import holdfast.model.IdGenerator;
import holdfast.model.Progress;
import holdfast.model.Restore;
import holdfast.model.RestoreId;
import java.time.Clock;
import java.util.Optional;

/** What people ask of restores; the work itself is done by {@code RestoreRun}. Thread-safe. */
public final class Restores {
  private final Catalog catalog;
  private final RunQueue queue;
  private final IdGenerator ids;
  private final Clock clock;

  public Restores(Catalog catalog, RunQueue queue, IdGenerator ids, Clock clock) {
    this.catalog = catalog;
    this.queue = queue;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Records a restore as scheduled and enters it in the queue, both or neither.
   *
   * @param source the destination whose copy is read; the copy is completed
   * @param route which database is read, and which one replaced
   * @throws TakenException when a restore into the same target has not ended
   * @throws ChangedException when the target leads elsewhere by now than it is said to here
   */
  public Restore request(Backup backup, DestinationId source, Addon target, DatabaseRoute route) {
    Restore restore = catalog.write(stores -> enter(stores, backup, source, target, route));
    wake();
    return restore;
  }

  /**
   * Records a restore as {@link #request} does, in a transaction of the caller, who then has it
   * {@link #wake} the workers. The target may be as new as the transaction.
   */
  public Restore enter(
      Stores stores, Backup backup, DestinationId source, Addon target, DatabaseRoute route) {
    Restore restore =
        new Restore(
            new RestoreId(ids.nextKey()),
            backup.id(),
            backup.slug(),
            source,
            target.id(),
            route,
            BackupStatus.SCHEDULED,
            Progress.NONE,
            null,
            clock.instant(),
            null);
    requireUnchanged(stores, target);
    stores.restores().insert(restore);
    queue.enqueue(stores.connection(), restore.id());
    return restore;
  }

  /** The route was chosen by what the target was: it may lead elsewhere by now, or nowhere. */
  private static void requireUnchanged(Stores stores, Addon target) {
    Optional<Addon> now = stores.addons().lock(target.id());
    if (now.isPresent() && !leadsWhere(now.get(), target)) {
      throw new ChangedException("the addon %s leads elsewhere by now".formatted(target.id()));
    }
  }

  private static boolean leadsWhere(Addon one, Addon other) {
    return one.connection().equals(other.connection()) && one.coverage().equals(other.coverage());
  }

  /** Says to the workers that there is something to do. */
  public void wake() {
    queue.wake();
  }

  /**
   * Asks for the end of a restore that has not ended.
   *
   * @return its new status; empty when it had ended already
   */
  public Optional<BackupStatus> abort(RestoreId id) {
    return catalog.write(
        stores -> {
          Optional<BackupStatus> status = stores.restores().abort(id, clock.instant());
          if (status.filter(BackupStatus.ABORTED::equals).isPresent()) {
            queue.cancel(
                stores.connection(), id); // it has touched nothing, so nothing is to settle
          }
          return status;
        });
  }
}
