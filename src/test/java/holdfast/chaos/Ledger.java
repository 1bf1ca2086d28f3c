package holdfast.chaos;

import holdfast.chaos.Facts.BackupRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** What the server has answered, and what was seen of it: it must hold for ever. Thread-safe. */
final class Ledger {
  /** One backup. */
  static final class Known {
    private final String uid;
    private final String path;
    private final Set<Contents> contents;
    private String key = "";
    private boolean seenCompleted;
    private boolean timeIsUp;
    private boolean deletionAsked;
    private boolean deletionAnswered;
    private boolean abortAnswered;

    private Known(String uid, String path, Set<Contents> contents) {
      this.uid = uid;
      this.path = path;
      this.contents = contents;
    }

    private boolean isForEver() {
      return seenCompleted && !deletionAsked && !timeIsUp;
    }

    String uid() {
      return uid;
    }

    /** In the API. */
    String path() {
      return path;
    }

    /** Of the database when it was taken: one of these. */
    Set<Contents> contents() {
      return contents;
    }
  }

  /** One restore. */
  record KnownRestore(String id, Protected target, Known backup) {}

  private final Map<String, Known> backups = new LinkedHashMap<>();
  private final Map<String, KnownRestore> restores = new LinkedHashMap<>();
  private int unansweredBackups;

  /** A backup was accepted. */
  synchronized Known accepted(String uid, Protected source, String path) {
    return backups.computeIfAbsent(uid, key -> new Known(key, path, Set.of(source.contents())));
  }

  /** A request for a backup got no answer: it may be taken or not. */
  synchronized void unansweredBackup() {
    unansweredBackups++;
  }

  synchronized void acceptedRestore(KnownRestore restore) {
    restores.put(restore.id(), restore);
  }

  synchronized void deletionAsked(Known backup) {
    backup.deletionAsked = true;
  }

  synchronized void deletionAnswered(Known backup) {
    backup.deletionAnswered = true;
  }

  /** It may go, or not. */
  synchronized void timeIsUp(Known backup) {
    backup.timeIsUp = true;
  }

  /** Whether somebody has asked to delete a backup that is newer than this key. */
  synchronized boolean hasDeletionSince(String key) {
    return backups.values().stream().anyMatch(it -> it.deletionAsked && it.key.compareTo(key) >= 0);
  }

  synchronized void abortAnswered(Known backup) {
    backup.abortAnswered = true;
  }

  synchronized boolean isDeletionAsked(Known backup) {
    return backup.deletionAsked;
  }

  /** Those that were seen completed and that nothing may remove, oldest first. */
  synchronized List<Known> completed() {
    return backups.values().stream().filter(it -> it.isForEver()).toList();
  }

  synchronized Known anyCompleted(SplittableRandom random) {
    List<Known> completed = completed();
    return completed.get(random.nextInt(completed.size()));
  }

  synchronized boolean knows(String uid) {
    return backups.containsKey(uid);
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
    boolean isByHand = !row.isScheduled();
    if (source == null || (isByHand && unansweredBackups == 0)) {
      violations.add("nobody asked for backup " + row);
      return;
    }
    unansweredBackups -= isByHand ? 1 : 0;
    // A scheduled one may have come just before its database was changed for this round.
    Set<Contents> contents = isByHand ? Set.of(source.contents()) : source.lately();
    String path = source.path() + "/backups/" + row.slug();
    backups.put(row.uid(), new Known(row.uid(), path, contents));
  }

  private static List<String> violation(Known known, Facts facts) {
    BackupRow row = facts.backup(known.uid);
    List<String> violations = new ArrayList<>();
    if (row == null) {
      if (!known.deletionAsked && !known.timeIsUp) {
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
    known.key = row.key();
    known.deletionAsked = known.deletionAnswered; // one that got no answer was none
    known.seenCompleted |= row.status().equals("completed");
    return violations;
  }
}
