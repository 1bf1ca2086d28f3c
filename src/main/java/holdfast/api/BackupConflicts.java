package holdfast.api;

import holdfast.engine.NewBackup;
import holdfast.model.Backup;
import holdfast.model.BackupType;

/** Why a backup is not in a state for what was asked, and what to do. */
final class BackupConflicts {
  private BackupConflicts() {}

  static ApiError nameTaken(NewBackup wanted) {
    return ApiError.conflict(
        "The addon \"%s\" has a backup named \"%s\", or with the id made of that. Choose another name."
            .formatted(wanted.addon().slug(), wanted.name()));
  }

  static ApiError notDeletable(Backup backup) {
    return backup.status().isTerminal()
        ? ApiError.conflict(
            "The backup \"%s\" is being restored. Wait for the end of the restore, or abort it first."
                .formatted(backup.slug()))
        : ApiError.conflict(
            "The backup \"%s\" has not ended. Abort it first, or wait for its end."
                .formatted(backup.slug()));
  }

  static ApiError ended(Backup backup) {
    return ApiError.conflict(
        "The backup \"%s\" has ended (%s), there is nothing to abort. Delete it if it is not wanted."
            .formatted(backup.slug(), backup.status().wire()));
  }

  static ApiError notRestorable(Backup backup) {
    return ApiError.conflict(
        "The backup \"%s\" is %s here, and only a completed one can be restored. Choose another."
            .formatted(backup.slug(), backup.status().wire()));
  }

  static ApiError notDownloadable(Backup backup) {
    return ApiError.conflict(
        backup.type() == BackupType.DUMP
            ? "The backup \"%s\" is %s, and only a completed one can be downloaded. Choose another."
                .formatted(backup.slug(), backup.status().wire())
            : "The backup \"%s\" is a %s, and only dumps are downloaded, unless snapshot=true is asked for."
                .formatted(backup.slug(), backup.type().wire()));
  }
}
