package holdfast.chaos;

import holdfast.chaos.Facts.RestoreRow;
import holdfast.chaos.Ledger.Known;
import holdfast.chaos.Ledger.KnownRestore;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A restore that completed left exactly the backup's contents, one that did not exactly what was
 * there; and none that was accepted is lost.
 */
record TargetsCheck() implements Check {
  @Override
  public List<String> violations(Evidence evidence) {
    List<String> violations = new ArrayList<>();
    lost(evidence, violations);
    for (Protected target : evidence.installation().targets()) {
      Set<Contents> possible = possible(target, evidence, violations);
      Contents actual = Contents.of(target.database());
      if (possible.contains(actual)) {
        target.holds(actual);
      } else {
        violations.add(
            "%s holds neither what it held nor a backup: %s"
                .formatted(target.path(), actual.differences(possible.iterator().next())));
      }
    }
    return violations;
  }

  /** A backup's restores go with it. */
  private static void lost(Evidence evidence, List<String> violations) {
    for (KnownRestore known : evidence.installation().ledger().restores()) {
      boolean backupIsThere = evidence.facts().backup(known.backup().uid()) != null;
      if (backupIsThere && evidence.facts().restore(known.id()) == null) {
        violations.add("restore %s was accepted and is lost".formatted(known.id()));
      }
    }
  }

  /** Restores of one target come one after the other, in the order of their ids. */
  private static Set<Contents> possible(
      Protected target, Evidence evidence, List<String> violations) {
    Set<Contents> possible = new LinkedHashSet<>(Set.of(target.contents()));
    Ledger ledger = evidence.installation().ledger();
    for (RestoreRow restore : evidence.facts().restores()) {
      if (isOfThisRound(restore, evidence) && isInto(target, restore, evidence)) {
        Known backup = ledger.backups().get(restore.backupUid());
        if (restore.status().equals("completed") && backup != null) {
          possible.clear();
          possible.addAll(backup.contents());
        } else if (restore.status().equals("completed")) {
          violations.add("a restore of a backup that nobody knows: " + restore);
        }
      }
    }
    // Of a restore whose backup was deleted since, nothing is left that says how it ended.
    ledger.restores().stream()
        .filter(known -> known.target() == target)
        .filter(known -> evidence.facts().restore(known.id()) == null)
        .forEach(known -> possible.addAll(known.backup().contents()));
    return possible;
  }

  private static boolean isOfThisRound(RestoreRow restore, Evidence evidence) {
    return evidence.before().restore(restore.id()) == null;
  }

  private static boolean isInto(Protected target, RestoreRow restore, Evidence evidence) {
    return target.slug().equals(evidence.facts().addons().get(restore.targetId()));
  }
}
