package holdfast.chaos;

import holdfast.chaos.Facts.BackupRow;
import java.util.ArrayList;
import java.util.List;

/** Everything has come to its end, and where only nodes have suffered, to a good one. */
record OutcomesCheck() implements Check {
  @Override
  public List<String> violations(Evidence evidence) {
    List<String> violations = new ArrayList<>(evidence.facts().unsettled());
    violations.replaceAll(it -> "unsettled: " + it);
    if (!evidence.fault().failsBackups()) {
      evidence.facts().backups().stream()
          .filter(row -> evidence.isOfThisRound(row.uid()))
          .filter(OutcomesCheck::isFailed)
          .forEach(row -> violations.add("failed, though nothing outside did: " + row));
    }
    return violations;
  }

  private static boolean isFailed(BackupRow row) {
    return row.status().equals("failed") || row.status().equals("not-supported");
  }
}
