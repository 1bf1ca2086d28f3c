package holdfast.catalog;

import holdfast.model.AddonId;
import holdfast.model.Firing;
import holdfast.model.NextFiring;
import holdfast.model.ScheduleId;
import holdfast.model.Slug;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When schedules fire, and what became of it. What is known of a schedule's firings goes with the
 * schedule, and stays when its terms change.
 *
 * <p>A schedule that is new, or whose times have changed, is due at once, so that its first firing
 * is worked out.
 */
public interface FiringStore {
  /**
   * Addons that have a schedule which is due, the longest due first. Nobody else can change them,
   * or their schedules, until this transaction ends; those that somebody is changing are passed
   * over. Costs what is due, whatever else there is.
   *
   * @param limit how many schedules are looked at
   */
  List<AddonId> claimDue(Instant now, int limit);

  /** Like {@link #claimDue}, one addon, waiting for others. Answers false when it is gone. */
  boolean claim(AddonId addon);

  /** How the addons stand, which are claimed; those that have no schedules are left out. */
  List<DueAddon> standing(List<AddonId> addons);

  /**
   * Notes what became of instants, in place of what was noted of the same {@code at}: a clock that
   * was ahead for a while may have left that, and must not keep an addon from its backups.
   */
  void record(List<Firing> firings);

  void settle(List<NextFiring> next);

  /** Lets an addon's schedules be due no sooner than this; when they fire stays as it is. */
  void postpone(AddonId addon, Instant until);

  /** When the schedule fires next; empty when it is not worked out yet. */
  Optional<Instant> next(ScheduleId schedule);

  Optional<ShownFiring> latest(ScheduleId schedule);

  /** Newest first. */
  Page<ShownFiring> list(ScheduleId schedule, PageRequest page);

  /**
   * Forgets what was decided before this.
   *
   * @param limit how many at most
   * @return how many
   */
  int forget(Instant before, int limit);

  /**
   * A firing and its backup's slug.
   *
   * @param backup null when there is none, or none any more
   */
  record ShownFiring(Firing firing, @Nullable Slug backup) {}
}
