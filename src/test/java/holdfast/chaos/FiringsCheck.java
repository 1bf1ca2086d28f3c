package holdfast.chaos;

import holdfast.chaos.Facts.BackupRow;
import holdfast.chaos.Facts.FiringRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * No instant of a schedule is lost or answered for twice: what is noted of its firings covers its
 * time line without gap or overlap, and each that was taken has a backup of its own.
 */
record FiringsCheck() implements Check {
  /** How long after its minute a firing may not have been acted on. */
  private static final int GRACE_SECONDS = 20;

  @Override
  public List<String> violations(Evidence evidence) {
    List<String> violations = new ArrayList<>();
    Map<String, List<FiringRow>> bySchedule = new TreeMap<>();
    evidence.facts().schedules().forEach((id, row) -> bySchedule.put(id, new ArrayList<>()));
    evidence
        .facts()
        .firings()
        .forEach(
            it -> bySchedule.computeIfAbsent(it.scheduleId(), key -> new ArrayList<>()).add(it));
    bySchedule.forEach((id, firings) -> tile(id, firings, evidence.facts(), violations));
    backups(evidence, violations);
    return violations;
  }

  static void tile(String id, List<FiringRow> firings, Facts facts, List<String> violations) {
    Facts.ScheduleRow schedule = facts.schedules().get(id);
    if (schedule == null) {
      violations.add("firings of a schedule that is not there: " + firings);
      return;
    }
    // What is noted before follows times that the schedule no longer has.
    int begin = firings.size();
    while (begin > 0 && !firings.get(begin - 1).endsTimes()) {
      begin--;
    }
    Instant next =
        next(schedule, begin == 0 ? schedule.createdAt() : firings.get(begin - 1).actedAt());
    for (FiringRow firing : firings.subList(begin, firings.size())) {
      if (!firing.since().equals(next)) {
        violations.add("%s does not begin at %s: a gap or twice".formatted(firing, next));
      }
      if (!schedule.isAt(firing.at()) || firing.at().isBefore(firing.since())) {
        violations.add("no instant of its schedule: " + firing);
      }
      next = next(schedule, firing.at());
    }
    if (next.plusSeconds(GRACE_SECONDS).isBefore(facts.readAt())) {
      violations.add("nothing is noted of the instant %s of %s".formatted(next, schedule));
    }
  }

  /** Minute by minute. */
  private static Instant next(Facts.ScheduleRow schedule, Instant after) {
    Instant minute = after.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    while (!schedule.isAt(minute)) {
      minute = minute.plus(1, ChronoUnit.MINUTES);
    }
    return minute;
  }

  private static void backups(Evidence evidence, List<String> violations) {
    Set<String> seen = new HashSet<>();
    Set<String> fired = new HashSet<>();
    for (FiringRow firing : evidence.facts().firings()) {
      String backup = firing.backupId();
      if ((backup == null) == firing.makesBackup()) {
        violations.add("outcome and backup do not fit: " + firing);
      } else if (backup != null && !seen.add(firing.scheduleId() + backup)) {
        violations.add("a backup answers for two firings of one schedule: " + firing);
      } else if (backup != null) {
        fired.add(backup);
        if (!evidence.installation().ledger().knows(backup)) {
          violations.add("a firing's backup was never there: " + firing);
        }
      }
    }
    for (BackupRow row : evidence.facts().backups()) {
      if (row.isScheduled() && !fired.contains(row.uid())) {
        violations.add("a scheduled backup without a firing: " + row);
      }
    }
  }
}
