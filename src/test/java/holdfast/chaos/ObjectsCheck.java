package holdfast.chaos;

import holdfast.chaos.Facts.BackupRow;
import holdfast.chaos.Facts.CopyRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the catalog calls completed lies in its destination, each byte as manifest and catalog say;
 * and nothing else of this installation lies there.
 */
record ObjectsCheck() implements Check {
  @Override
  public List<String> violations(Evidence evidence) throws IOException {
    List<String> violations = new ArrayList<>();
    Map<Place, Set<String>> known = new HashMap<>();
    for (CopyRow copy : evidence.completedCopies()) {
      Place place = evidence.placeOf(copy);
      try {
        StoredCopy stored = StoredCopy.read(copy, place);
        violations.addAll(stored.violations(backupOf(copy, evidence)));
        known.computeIfAbsent(place, key -> new TreeSet<>()).addAll(stored.keys());
      } catch (IOException | RuntimeException e) {
        violations.add(
            "completed, and cannot be read: %s in %s: %s".formatted(copy, place.id(), e));
      }
    }
    for (Place place : evidence.installation().places()) {
      orphans(place, known.getOrDefault(place, Set.of()), violations);
    }
    return violations;
  }

  private static BackupRow backupOf(CopyRow copy, Evidence evidence) {
    BackupRow backup = evidence.facts().backup(copy.uid());
    if (backup == null || !backup.status().equals("completed")) {
      throw new IllegalStateException("a completed copy of a backup that is not: " + backup);
    }
    return backup;
  }

  private static void orphans(Place place, Set<String> known, List<String> violations)
      throws IOException {
    Set<String> orphans = new TreeSet<>(place.store().keys());
    orphans.removeAll(known);
    orphans.removeAll(place.foreign().keys());
    orphans.removeIf(key -> !key.startsWith(place.domain()));
    orphans.forEach(key -> violations.add("an orphan in %s: %s".formatted(place.id(), key)));
    Set<String> unfinished = new TreeSet<>(place.store().unfinished());
    unfinished.removeAll(place.foreign().unfinished());
    unfinished.removeIf(key -> !key.startsWith(place.domain()));
    unfinished.forEach(
        key -> violations.add("left unfinished in %s: %s".formatted(place.id(), key)));
  }
}
