package holdfast.api;

import holdfast.catalog.CopyDocument;
import holdfast.model.Backup;
import holdfast.model.BackupType;
import holdfast.model.Copy;
import java.time.Instant;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A copy as an item of {@code GET /v1/backup-destinations/{id}/backups}. */
public final class DestinationBackupItem implements CopyDocument {
  @Override
  public String render(Backup backup, Copy copy) {
    return Json.text(json(backup, copy));
  }

  /** With how far it has come, which the kept document cannot tell. */
  static ObjectNode live(Backup backup, Copy copy) {
    ObjectNode item = json(backup, copy);
    BackupJson.putDatabases(item, backup);
    if (RunJson.isRunning(copy.status())) {
      item.set("progress", RunJson.progress(backup.progress()));
    }
    return item;
  }

  private static ObjectNode json(Backup backup, Copy copy) {
    ObjectNode item = Json.object();
    item.put("id", backup.slug().value());
    item.put("name", backup.name());
    item.put("status", copy.status().wire());
    named(item, "project", backup.origin().projectSlug().value(), backup.origin().projectName());
    named(item, "addon", backup.origin().addonSlug().value(), backup.origin().addonName());
    ObjectNode config = item.putObject("config");
    Json.putText(config, "addonVersion", backup.addonVersion());
    config.put("addonType", backup.origin().addonType().wire());
    config.putObject("source").put("type", "global");
    config.put("size", Long.toString(copy.sizeBytes()));
    ArrayNode schedules = item.putArray("schedules");
    backup.schedules().forEach(fired -> schedules.add(ScheduleJson.scheduling(fired.timing())));
    item.put("expiredBy", copy.expiresAt().toEpochMilli());
    item.put("createdAt", Json.time(backup.createdAt()));
    item.put("completedAt", completedAt(backup, copy));
    ours(item, backup, copy);
    return item;
  }

  private static void named(ObjectNode item, String field, String id, String name) {
    item.putObject(field).put("id", id).put("name", name);
  }

  private static String completedAt(Backup backup, Copy copy) {
    Instant end = backup.completedAt();
    return end == null || !copy.status().isTerminal() ? "" : Json.time(end);
  }

  private static void ours(ObjectNode item, Backup backup, Copy copy) {
    item.put("uid", backup.id().toString());
    item.put("backupType", backup.type().wire());
    if (backup.type() == BackupType.DUMP) {
      item.put("compressionType", backup.compression().wire());
    }
    if (backup.databases().all()) {
      item.put("allDatabases", true);
    }
    if (copy.failure() != null) {
      item.set("failure", RunJson.failure(copy.failure()));
    }
  }
}
