package holdfast.engine;

import holdfast.catalog.Stores;
import holdfast.model.AddonId;
import holdfast.model.BackupId;
import holdfast.model.CopyFacts;
import holdfast.retention.Decision;
import holdfast.retention.RetentionPlan;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes copies whose time is up, and for which nothing speaks, out of every list; their objects are
 * removed in the background, as those of what a person deletes. Thread-safe; several nodes may do
 * it at once.
 */
public final class Expiry {
  private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);

  /** What lies in memory at a time. */
  private static final int BITE = 200;

  private final Facilities facilities;

  public Expiry(Facilities facilities) {
    this.facilities = facilities;
  }

  /**
   * One pass over all that is due now. What cannot be marked is passed over, and due again in the
   * next pass.
   *
   * @param queue where the removal of the objects is entered
   */
  public void expire(RunQueue queue) {
    Instant now = facilities.now();
    List<CopyFacts> bite = due(now, null);
    while (!bite.isEmpty() && !facilities.stop().isRequested()) {
      byAddon(RetentionPlan.of(bite, now)).forEach((addon, backups) -> expire(backups, now, queue));
      bite = due(now, bite.getLast());
    }
  }

  private List<CopyFacts> due(Instant now, @Nullable CopyFacts after) {
    return facilities.catalog().read(stores -> stores.retention().due(now, after, BITE));
  }

  /** Small transactions: one that fails takes no other addon's with it. */
  private static Map<AddonId, Set<BackupId>> byAddon(RetentionPlan plan) {
    Map<AddonId, Set<BackupId>> backups = new LinkedHashMap<>();
    for (Decision decision : plan.expired()) {
      backups
          .computeIfAbsent(decision.copy().addonId(), addon -> new LinkedHashSet<>())
          .add(decision.copy().backupId());
    }
    return backups;
  }

  private void expire(Set<BackupId> backups, Instant now, RunQueue queue) {
    List<Decision> expired = marked(backups, now, queue);
    if (!expired.isEmpty()) {
      queue.wake();
      expired.forEach(this::report);
    }
  }

  private List<Decision> marked(Set<BackupId> backups, Instant now, RunQueue queue) {
    try {
      return facilities.catalog().write(stores -> mark(stores, backups, now, queue));
    } catch (RuntimeException e) {
      LOG.warn(
          "could not expire copies of the backups {}: {}; it will be tried again",
          backups,
          e.getMessage());
      return List.of();
    }
  }

  /**
   * Decides again on what is true while nobody else can change it: since the look that brought the
   * backups here one may have been retained, or a restore may have begun to read it.
   */
  private static List<Decision> mark(
      Stores stores, Set<BackupId> backups, Instant now, RunQueue queue) {
    List<Decision> expired =
        RetentionPlan.of(stores.retention().hold(backups), now).expired().stream()
            .filter(decision -> mark(stores, decision.copy(), now))
            .toList();
    expired.stream()
        .map(decision -> decision.copy().backupId())
        .distinct()
        .forEach(id -> queue.enqueueSweep(stores.connection(), id));
    return expired;
  }

  private static boolean mark(Stores stores, CopyFacts copy, Instant now) {
    return stores.backups().markDeleting(copy.backupId(), copy.destinationId(), now);
  }

  private void report(Decision decision) {
    CopyFacts copy = decision.copy();
    LOG.info(
        "the copy of backup {} ({}) in destination {} expires, since {}",
        copy.slug(),
        copy.backupId(),
        facilities.nameOf(copy.destinationId()),
        decision.reason());
  }
}
