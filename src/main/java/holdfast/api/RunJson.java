package holdfast.api;

import holdfast.model.BackupStatus;
import holdfast.model.Failure;
import holdfast.model.Progress;
import holdfast.model.Restore;
import tools.jackson.databind.node.ObjectNode;

/** What backups and restores have in common on the wire, and the restores. */
final class RunJson {
  private RunJson() {}

  static ObjectNode failure(Failure failure) {
    return Json.object()
        .put("code", failure.code().wire())
        .put("message", failure.message())
        .put("hint", failure.hint());
  }

  static ObjectNode progress(Progress progress) {
    return Json.object()
        .put("readBytes", progress.readBytes())
        .put("storedBytes", progress.storedBytes())
        .put("expectedBytes", progress.expectedBytes());
  }

  static ObjectNode restore(Restore restore) {
    ObjectNode json = Json.object();
    json.put("id", restore.id().toString());
    json.setAll(lastRestore(restore));
    Json.putText(json, "database", restore.route().from());
    Json.putText(json, "targetDatabase", restore.route().into());
    if (!restore.route().replaces()) {
      json.put("replace", false);
    }
    if (restore.failure() != null) {
      json.set("failure", failure(restore.failure()));
    }
    if (isRunning(restore.status())) {
      json.set("progress", progress(restore.progress()));
    }
    return json;
  }

  /** As an item in the list of an addon's restores, which may be of different backups. */
  static ObjectNode addonRestore(Restore restore) {
    return restore(restore)
        .put("backupId", restore.backupSlug().value())
        .put("backupUid", restore.backupId().toString());
  }

  /** As it stands in the backup that was restored last. */
  static ObjectNode lastRestore(Restore restore) {
    ObjectNode json = Json.object();
    json.put("status", restore.status().wire());
    json.put("restoreTimestamp", Json.time(restore.createdAt()));
    Json.putTime(json, "completedAt", restore.completedAt());
    return json;
  }

  static boolean isRunning(BackupStatus status) {
    return status == BackupStatus.IN_PROGRESS || status == BackupStatus.ABORTING;
  }
}
