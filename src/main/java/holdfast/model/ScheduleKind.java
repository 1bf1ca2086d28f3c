package holdfast.model;

/** What an addon has at most one schedule of. */
public record ScheduleKind(BackupType backupType, Interval interval) {
  @Override
  public String toString() {
    return interval.wire() + " " + backupType.wire();
  }
}
