package holdfast.catalog;

import holdfast.model.AddonId;
import holdfast.model.Schedule;
import holdfast.model.ScheduleId;
import java.util.List;

/**
 * The backup schedules. They go with their addon; a destination that one of them names stays.
 *
 * <p>What changes the schedules of an addon waits for every other transaction that changes them, or
 * the addon.
 */
public interface ScheduleStore {
  /** Throws {@link TakenException} when the addon has one of this kind. */
  void insert(Schedule schedule);

  /**
   * Makes these, which are the addon's and each of another kind, all that it has. One whose id is
   * there already takes the place of that, and goes on firing as before unless its times are others
   * now: then a time that has come and was not acted on is noted as skipped.
   */
  void replace(AddonId addon, List<Schedule> schedules);

  /** Removes it; answers false when the addon has none of this id. */
  boolean delete(AddonId addon, ScheduleId id);

  /** All of an addon, oldest first. */
  List<Schedule> of(AddonId addon);

  /** Newest first. */
  Page<Schedule> list(AddonId addon, PageRequest page);
}
