package holdfast.catalog;

import holdfast.model.AddonId;
import holdfast.model.BackupId;
import holdfast.model.CopyFacts;
import holdfast.model.DestinationId;
import holdfast.model.ScheduleId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What retention must know, and what a schedule's new retention does to the backups that exist.
 * Copies in deletion are left out everywhere.
 */
public interface RetentionStore {
  /**
   * The copies whose time is up, the longest overdue first, whether or not they may go. Costs what
   * is due, not what exists.
   *
   * @param after only what follows this one, which was the last of an earlier answer; null from the
   *     first
   * @param limit how many copies at most
   */
  List<CopyFacts> due(Instant now, @Nullable CopyFacts after, int limit);

  /**
   * Keeps every other transaction from changing these backups until this one ends, and answers what
   * is then true of their copies, the oldest backup's first. One that is gone meanwhile is left
   * out. Not for read-only work.
   */
  List<CopyFacts> hold(Collection<BackupId> backups);

  /** What is true of the copies of an addon's backups: a list for each, newest first. */
  Page<List<CopyFacts>> listOfAddon(AddonId addon, PageRequest page);

  /**
   * Lets a schedule's new retention reach the addon's backups that were taken for it, also those
   * that have not ended: a copy expires when the longest days of all schedules that named its
   * destination have passed since its backup was made. A destination that the schedule names no
   * longer keeps its days; a copy that is kept until a person deletes it stays so.
   *
   * @param days for each destination that the schedule names by now
   */
  void renew(AddonId addon, ScheduleId schedule, Map<DestinationId, Integer> days);
}
