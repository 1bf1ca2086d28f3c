package holdfast.chaos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the catalog's tables say at one moment.
 *
 * @param addons slugs by inner id
 * @param doomed copies in deletion
 * @param attempts notes of what attempts may have left
 * @param queue entries that are not of recurring work
 * @param slots places at databases and destinations that runs have taken
 */
record Facts(
    Instant readAt,
    String instanceId,
    Map<String, DestinationRow> destinations,
    Map<String, String> addons,
    List<BackupRow> backups,
    List<CopyRow> copies,
    List<RestoreRow> restores,
    List<String> doomed,
    List<String> attempts,
    List<String> queue,
    List<String> slots,
    Map<String, ScheduleRow> schedules,
    List<FiringRow> firings) {
  static final Facts NONE =
      new Facts(
          Instant.EPOCH,
          "",
          Map.of(),
          Map.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Map.of(),
          List.of());
  private static final Set<String> TERMINAL =
      Set.of("completed", "failed", "not-supported", "aborted");

  record DestinationRow(String slug, String prefix) {}

  record BackupRow(
      String uid,
      String key,
      String addonSlug,
      String slug,
      String status,
      int attempt,
      @Nullable String failure,
      boolean isDeleting,
      boolean isScheduled) {}

  record CopyRow(
      String uid,
      String key,
      String destinationId,
      String status,
      @Nullable String path,
      long sizeBytes,
      long expiresAt) {
    boolean isIn(String destination) {
      return destinationId.equals(destination);
    }

    /** Whether its time was up before the last sweep. */
    boolean isDue() {
      return expiresAt < System.currentTimeMillis() - 30_000;
    }

    boolean isCompleted() {
      return status.equals("completed");
    }
  }

  record RestoreRow(
      String id, String backupUid, String targetId, String status, @Nullable String failure) {}

  /** An hourly schedule by the clock of UTC. */
  record ScheduleRow(String addonId, Set<Integer> minutes, Instant createdAt) {
    boolean isAt(Instant instant) {
      long minute = instant.getEpochSecond() / 60;
      return minute * 60 == instant.getEpochSecond() && minutes.contains((int) (minute % 60));
    }
  }

  /** What became of the instants from one to another, both included. */
  record FiringRow(
      String scheduleId,
      Instant since,
      Instant at,
      String outcome,
      @Nullable String reason,
      @Nullable String backupId,
      Instant actedAt) {
    /** Whether its schedule had other times until this was noted. */
    boolean endsTimes() {
      return reason != null && reason.contains("times were changed");
    }

    boolean makesBackup() {
      return outcome.equals("taken") || outcome.equals("caught-up");
    }
  }

  @Nullable BackupRow backup(String uid) {
    return backups.stream().filter(row -> row.uid().equals(uid)).findFirst().orElse(null);
  }

  @Nullable RestoreRow restore(String id) {
    return restores.stream().filter(row -> row.id().equals(id)).findFirst().orElse(null);
  }

  /** What has not come to its end, in words. */
  List<String> unsettled() {
    List<String> found = new ArrayList<>();
    backups.stream()
        .filter(row -> !TERMINAL.contains(row.status()))
        .forEach(it -> found.add("" + it));
    backups.stream().filter(BackupRow::isDeleting).forEach(row -> found.add("" + row));
    copies.stream()
        .filter(row -> !TERMINAL.contains(row.status()))
        .forEach(it -> found.add("" + it));
    restores.stream()
        .filter(row -> !TERMINAL.contains(row.status()))
        .forEach(it -> found.add("" + it));
    doomed.forEach(row -> found.add("copy in deletion: " + row));
    attempts.forEach(row -> found.add("note of an attempt: " + row));
    slots.forEach(row -> found.add("slot: " + row));
    queue.forEach(row -> found.add("queue entry: " + row));
    return found;
  }

  boolean hasRunInProgress() {
    return backups.stream().anyMatch(row -> row.status().equals("in-progress"))
        || restores.stream().anyMatch(row -> row.status().equals("in-progress"));
  }
}
