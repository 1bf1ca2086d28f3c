package holdfast.engine;

import holdfast.catalog.Catalog;
import holdfast.catalog.CatalogException;
import holdfast.catalog.DueAddon;
import holdfast.catalog.Stores;
import holdfast.model.AddonId;
import holdfast.model.AddonState;
import holdfast.model.BackupId;
import holdfast.model.BackupType;
import holdfast.model.DestinationId;
import holdfast.model.Firing;
import holdfast.model.NextFiring;
import holdfast.model.Schedule;
import holdfast.schedule.FiringPlan;
import holdfast.schedule.FiringPolicy;
import holdfast.schedule.ScheduledCopies;
import holdfast.schedule.Standing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the backups that schedules ask for, each once, however many nodes do this at the same time:
 * what comes of an instant is decided, noted and entered in the queue in one transaction, which
 * holds the addon. Thread-safe.
 */
public final class DueSchedules {
  private static final Logger LOG = LoggerFactory.getLogger(DueSchedules.class);

  /** So many schedules at once: an addon is not held for long, and a transaction is worth it. */
  private static final int BATCH = 50;

  /** When an addon whose schedules could not be acted on is looked at again. */
  private static final Duration LATER = Duration.ofMinutes(1);

  /** A weekly schedule can always show its last firing. */
  private static final Duration REMEMBERED = Duration.ofDays(10);

  private static final int FORGOTTEN_AT_ONCE = 1000;

  private final Catalog catalog;
  private final RunQueue queue;
  private final FiringPolicy policy;
  private final BackupRecords records;
  private final Clock clock;

  public DueSchedules(
      Catalog catalog, RunQueue queue, FiringPolicy policy, BackupRecords records, Clock clock) {
    this.catalog = catalog;
    this.queue = queue;
    this.policy = policy;
    this.records = records;
    this.clock = clock;
  }

  /**
   * Acts on a bounded number of addons whose schedules are due.
   *
   * @return how many; 0 when nothing is due
   * @throws CatalogException when the catalog is away: nothing is lost
   */
  public int tick() {
    int addons = actOnBatch();
    if (addons > 0) {
      queue.wake();
    }
    return addons;
  }

  private int actOnBatch() {
    try {
      return catalog.write(
          stores -> {
            List<AddonId> due = stores.firings().claimDue(clock.instant(), BATCH);
            act(due, stores);
            return due.size();
          });
    } catch (RuntimeException e) {
      LOG.debug("some schedules could not be acted on together; trying one addon at a time", e);
      return actOneByOne();
    }
  }

  /** One addon that cannot be acted on must not keep all others from their backups. */
  private int actOneByOne() {
    List<AddonId> due = catalog.write(stores -> stores.firings().claimDue(clock.instant(), BATCH));
    for (AddonId addon : due) {
      try {
        catalog.write(stores -> act(addon, stores));
      } catch (RuntimeException e) {
        postpone(addon, e);
      }
    }
    return due.size();
  }

  private boolean act(AddonId addon, Stores stores) {
    return stores.firings().claim(addon) && act(List.of(addon), stores);
  }

  private void postpone(AddonId addon, RuntimeException why) {
    Instant later = clock.instant().plus(LATER);
    catalog.write(
        stores -> {
          stores.firings().postpone(addon, later);
          return addon;
        });
    LOG.warn(
        "the schedules of addon {} could not be acted on; trying again in a minute", addon, why);
  }

  private boolean act(List<AddonId> claimed, Stores stores) {
    if (claimed.isEmpty()) {
      return true;
    }
    Instant now = clock.instant();
    DestinationId builtIn = BuiltInDestination.id(stores);
    List<Firing> firings = new ArrayList<>();
    List<NextFiring> next = new ArrayList<>();
    List<BackupId> made = new ArrayList<>();
    for (DueAddon addon : stores.firings().standing(claimed)) {
      for (FiringPlan plan : FiringPlan.of(standing(addon), now, policy)) {
        BackupId backup =
            plan.carried().isEmpty() ? null : order(addon, plan.carried(), builtIn, stores);
        if (backup != null) {
          made.add(backup);
        }
        plan.spans().forEach(span -> firings.add(firing(span, backup, now)));
        next.addAll(plan.next());
      }
    }
    queue.enqueueNew(stores.connection(), made);
    stores.firings().record(firings);
    stores.firings().settle(next);
    return true;
  }

  private static Standing standing(DueAddon addon) {
    return new Standing(
        addon.origin().addonId(),
        addon.state() == AddonState.PAUSED,
        addon.unfinished(),
        addon.schedules());
  }

  private static Firing firing(FiringPlan.Span span, @Nullable BackupId backup, Instant now) {
    return new Firing(
        span.schedule(),
        span.since(),
        span.at(),
        span.outcome(),
        span.reason(),
        span.hasBackup() ? backup : null,
        now);
  }

  private BackupId order(
      DueAddon addon, List<Schedule> carried, DestinationId builtIn, Stores stores) {
    ScheduledCopies copies = ScheduledCopies.of(carried, builtIn);
    BackupType type = carried.getFirst().terms().backupType();
    return records
        .insert(
            new BackupRecords.Wanted(
                addon.origin(),
                null,
                type,
                copies.compression(),
                BackupRecords.Wanted.sourceOf(type),
                addon.version(),
                targets(copies),
                copies.schedules(),
                addon.coverage().databasesOf(addon.origin().addonType(), type)),
            stores)
        .id();
  }

  private static List<NewBackup.Target> targets(ScheduledCopies copies) {
    return copies.retentionDays().entrySet().stream()
        .map(place -> new NewBackup.Target(place.getKey(), Duration.ofDays(place.getValue())))
        .toList();
  }

  /**
   * Forgets a bounded number of firings that are long past.
   *
   * @return whether there may be more
   */
  public boolean forget() {
    Instant before = clock.instant().minus(REMEMBERED);
    int forgotten = catalog.write(stores -> stores.firings().forget(before, FORGOTTEN_AT_ONCE));
    return forgotten == FORGOTTEN_AT_ONCE;
  }
}
