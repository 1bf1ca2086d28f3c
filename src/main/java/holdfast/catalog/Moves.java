package holdfast.catalog;

import holdfast.model.BackupStatus;

/** Which moves a caller may ask for. */
final class Moves {
  private Moves() {}

  /** Throws for what is no end that a run can come to. */
  static void requireEndOfRun(BackupStatus status) {
    if (!status.isTerminal() || !BackupStatus.IN_PROGRESS.canMoveTo(status)) {
      throw new IllegalArgumentException("a run cannot end as " + status.wire());
    }
  }
}
