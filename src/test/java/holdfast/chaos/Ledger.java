package holdfast.chaos;

import holdfast.chaos.Facts.BackupRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What the server has answered, and what was seen of it: it must hold for ever. Thread-safe.
 */
final class Ledger {
  /** One backup. */
  static final class Known {
    private final String uid;
    private final String path;
    private final Contents contents;
    private boolean seenCompleted;
    private boolean deletionAsked;
    private boolean deletionAnswered;
    private boolean abortAnswered;

    private Known(String uid, String path, Contents contents) {
      this.uid = uid;
      this.path = path;
      this.contents = contents;
    }

    String uid() {
      return uid;
    }

    /** In the API. */
    String path() {
      return path;
    }

    /** Of the database when it was taken. */
    Contents contents() {
      return contents;
    }
  }

  /** One restore. */
  record KnownRestore(String id, Protected target, Known backup) {}

  private final Map<String, Known> backups = new LinkedHashMap<>();
  private final Map<String, KnownRestore> restores = new LinkedHashMap<>();
  private int unansweredBackups;
  private int unansweredRestores;

  /** A backup was accepted. */
  synchronized Known accepted(String uid, Protected source, String path) {
    return backups.computeIfAbsent(uid, key -> new Known(key, path, source.contents()));
  }

  /** A request for a backup got no answer: it may be taken or not. */
  synchronized void unansweredBackup() {
    unansweredBackups++;
  }

  synchronized void acceptedRestore(KnownRestore restore) {
    restores.put(restore.id(), restore);
  }

  synchronized void unansweredRestore() {
    unansweredRestores++;
  }

  synchronized void deletionAsked(Known backup) {
    backup.deletionAsked = true;
  }

  synchronized void deletionAnswered(Known backup) {
    backup.deletionAnswered = true;
  }

  synchronized void abortAnswered(Known backup) {
    backup.abortAnswered = true;
  }

  synchronized boolean isDeletionAsked(Known backup) {
    return backup.deletionAsked;
  }

  /** Those that were seen completed and that nobody has asked to delete, oldest first. */
  synchronized List<Known> completed() {
    return backups.values().stream().filter(it -> it.seenCompleted && !it.deletionAsked).toList();
  }

  synchronized Known anyCompleted(SplittableRandom random) {
    List<Known> completed = completed();
    return completed.get(random.nextInt(completed.size()));
  }

  synchronized Map<String, Known> backups() {
    return Map.copyOf(backups);
  }

  synchronized List<KnownRestore> restores() {
    return List.copyOf(restores.values());
  }

  /** The restores of a round are settled: only what they left counts from now on. */
  synchronized void forgetRestores() {
    restores.clear();
  }

  /** Compares with what the catalog says now, and learns from it. */
  synchronized List<String> violations(Facts facts, Map<String, Protected> sources) {
    List<String> violations = new ArrayList<>();
    for (BackupRow row : facts.backups()) {
      if (!backups.containsKey(row.uid())) {
        adopt(row, sources, violations);
      }
    }
    for (Known known : backups.values()) {
      violation(known, facts).forEach(violations::add);
    }
    return violations;
  }

  private void adopt(BackupRow row, Map<String, Protected> sources, List<String> violations) {
    Protected source = sources.get(row.addonSlug());
    if (unansweredBackups == 0 || source == null) {
      violations.add("nobody asked for backup " + row);
      return;
    }
    unansweredBackups--;
    accepted(row.uid(), source, source.path() + "/backups/" + row.slug());
  }

  private static List<String> violation(Known known, Facts facts) {
    BackupRow row = facts.backup(known.uid);
    List<String> violations = new ArrayList<>();
    if (row == null) {
      if (!known.deletionAsked) {
        violations.add("backup %s was accepted and is lost".formatted(known.path));
      }
      return violations;
    }
    if (known.deletionAnswered) {
      violations.add("backup %s was deleted and is there".formatted(known.path));
    }
    if (known.seenCompleted && !row.status().equals("completed")) {
      violations.add("backup %s was completed and is %s".formatted(known.path, row.status()));
    }
    if (known.abortAnswered && !row.status().equals("aborted")) {
      violations.add("the abort of %s was accepted and it is %s".formatted(known.path, row));
    }
    known.deletionAsked = known.deletionAnswered; // one that got no answer was none
    known.seenCompleted |= row.status().equals("completed");
    return violations;
  }

  /** How many restores may be there that were not accepted. */
  synchronized int unansweredRestores() {
    return unansweredRestores;
  }

  /** How many backups may appear that were not accepted. */
  synchronized int unansweredBackups() {
    return unansweredBackups;
  }
}
