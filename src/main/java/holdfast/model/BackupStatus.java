package holdfast.model;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** The state of a backup, or of one copy of it. The names are the wire's. */
public enum BackupStatus {
  SCHEDULED("scheduled"),
  IN_PROGRESS("in-progress"),
  COMPLETED("completed"),
  ABORTING("aborting"),
  ABORTED("aborted"),
  FAILED("failed"),
  NOT_SUPPORTED("not-supported");

  private final String wire;

  BackupStatus(String wire) {
    this.wire = wire;
  }

  public String wire() {
    return wire;
  }

  /** Whether this is an end: no move leads out of it. */
  public boolean isTerminal() {
    return next().isEmpty();
  }

  /**
   * Whether a backup in this state may move to {@code next}. A lost run goes back from in-progress
   * to scheduled, with a new attempt number, when it is tried again.
   */
  public boolean canMoveTo(BackupStatus next) {
    return next().contains(next);
  }

  private Set<BackupStatus> next() {
    return switch (this) {
      case SCHEDULED -> EnumSet.of(IN_PROGRESS, ABORTED, FAILED, NOT_SUPPORTED);
      case IN_PROGRESS -> EnumSet.of(SCHEDULED, COMPLETED, FAILED, NOT_SUPPORTED, ABORTING);
      case ABORTING -> EnumSet.of(ABORTED);
      case COMPLETED, ABORTED, FAILED, NOT_SUPPORTED -> EnumSet.noneOf(BackupStatus.class);
    };
  }

  public static BackupStatus ofWire(String wire) {
    return Arrays.stream(values())
        .filter(status -> status.wire.equals(wire))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no backup status: " + wire));
  }
}
