package holdfast.chaos;

import holdfast.chaos.Facts.BackupRow;
import holdfast.chaos.Facts.CopyRow;
import java.util.ArrayList;
import java.util.List;

/**
 * What had its time is gone, unless it is the last good copy of its addon in its destination; and a
 * last good copy never went while what came later has failed.
 */
record ExpiryCheck() implements Check {
  @Override
  public List<String> violations(Evidence evidence) {
    List<String> violations = new ArrayList<>();
    for (CopyRow copy : evidence.completedCopies()) {
      if (copy.isDue() && !completed(later(copy, evidence.facts(), evidence)).isEmpty()) {
        violations.add("its time is up, there is a newer one, and it is there: " + copy);
      }
    }
    for (CopyRow copy : evidence.before().copies()) {
      if (copy.isCompleted() && hasExpired(copy, evidence)) {
        List<CopyRow> later = later(copy, evidence.before(), evidence);
        boolean isLastGood =
            completed(later).isEmpty()
                && completed(later(copy, evidence.facts(), evidence)).isEmpty();
        if (!later.isEmpty() && isLastGood) {
          violations.add("the last good copy went, what came later is no good: " + copy + later);
        }
      }
    }
    return violations;
  }

  /** Where a person has deleted something newer, nobody can tell any more what was the last. */
  private static boolean hasExpired(CopyRow copy, Evidence evidence) {
    boolean isThere =
        evidence.facts().copies().stream()
            .anyMatch(it -> it.key().equals(copy.key()) && it.isIn(copy.destinationId()));
    return !isThere && !evidence.installation().ledger().hasDeletionSince(copy.key());
  }

  private static List<CopyRow> later(CopyRow copy, Facts facts, Evidence evidence) {
    return facts.copies().stream()
        .filter(it -> it.isIn(copy.destinationId()))
        .filter(it -> it.key().compareTo(copy.key()) > 0)
        .filter(it -> addonOf(it, evidence).equals(addonOf(copy, evidence)))
        .toList();
  }

  private static String addonOf(CopyRow copy, Evidence evidence) {
    BackupRow row = evidence.facts().backup(copy.uid());
    BackupRow before = row != null ? row : evidence.before().backup(copy.uid());
    return before == null ? "" : before.addonSlug();
  }

  private static List<CopyRow> completed(List<CopyRow> copies) {
    return copies.stream().filter(CopyRow::isCompleted).toList();
  }
}
