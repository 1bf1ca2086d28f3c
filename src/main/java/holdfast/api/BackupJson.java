package holdfast.api;

import holdfast.catalog.Stores;
import holdfast.engine.BuiltInDestination;
import holdfast.model.Backup;
import holdfast.model.BackupType;
import holdfast.model.Copy;
import holdfast.model.DestinationId;
import holdfast.model.Slug;
import holdfast.model.StoredDatabase;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An addon's backups as they are shown. Belongs to one piece of work on the catalog. */
final class BackupJson {
  private final Stores stores;
  private final Map<DestinationId, Slug> destinations = new HashMap<>();

  BackupJson(Stores stores) {
    this.stores = stores;
  }

  /** As the answer to asking for it. */
  ObjectNode of(Backup backup) {
    ObjectNode json = common(backup);
    json.set("config", config(backup));
    return json;
  }

  /** With its databases, where it is of several, and its latest restore. */
  ObjectNode details(Backup backup) {
    ObjectNode json = of(backup);
    putDatabases(json, backup);
    stores
        .restores()
        .latestOf(backup.id())
        .ifPresent(restore -> json.set("lastRestore", RunJson.lastRestore(restore)));
    return json;
  }

  /** Those that can be restored one by one, with how much is stored of each. */
  static void putDatabases(ObjectNode json, Backup backup) {
    if (backup.databases().all()) {
      ArrayNode databases = json.putArray("databases");
      for (StoredDatabase database : backup.databases().stored()) {
        databases
            .addObject()
            .put("name", database.name())
            .put("size", Long.toString(database.storedBytes()));
      }
    }
  }

  /** As an item of a list, which alone tells where the copies were meant to go. */
  ObjectNode listItem(Backup backup) {
    ObjectNode json = common(backup);
    // The vendor's client declares it as always there, of lists alone.
    json.putIfAbsent("completedAt", json.stringNode(""));
    ObjectNode config = config(backup);
    if (backup.type() == BackupType.DUMP) {
      config.put("compressionType", backup.compression().wire());
    }
    ArrayNode additional = config.putArray("additionalDestinations");
    backup.copies().stream().skip(1).forEach(copy -> additional.add(additional(backup, copy)));
    json.set("config", config);
    String first = slugOf(backup.copies().getFirst().destinationId());
    if (!first.equals(BuiltInDestination.SLUG.value())) {
      json.put("customDestinationId", first);
    }
    return json;
  }

  private ObjectNode common(Backup backup) {
    ObjectNode json = Json.object();
    json.put("id", backup.slug().value());
    json.put("name", backup.name());
    json.put("uid", backup.id().toString());
    json.put("status", backup.status().wire());
    json.put("createdAt", Json.time(backup.createdAt()));
    Json.putTime(json, "completedAt", backup.completedAt());
    json.put("backupType", backup.type().wire());
    if (backup.databases().all()) {
      json.put("allDatabases", true);
    }
    ArrayNode copies = json.putArray("copies");
    backup.copies().forEach(copy -> copies.add(copy(copy)));
    if (backup.failure() != null) {
      json.set("failure", RunJson.failure(backup.failure()));
    }
    if (RunJson.isRunning(backup.status())) {
      json.set("progress", RunJson.progress(backup.progress()));
    }
    return json;
  }

  private static ObjectNode config(Backup backup) {
    ObjectNode config = Json.object();
    config.putObject("source").put("type", backup.source().wire());
    long size = backup.copies().stream().mapToLong(Copy::sizeBytes).max().orElse(0);
    config.put("size", Long.toString(size));
    Json.putText(config, "addonVersion", backup.addonVersion());
    return config;
  }

  private ObjectNode copy(Copy copy) {
    ObjectNode json = Json.object();
    json.put("destinationId", slugOf(copy.destinationId()));
    json.put("status", copy.status().wire());
    json.put("size", Long.toString(copy.sizeBytes()));
    json.put("expiredBy", copy.expiresAt().toEpochMilli());
    if (copy.failure() != null) {
      json.set("failure", RunJson.failure(copy.failure()));
    }
    return json;
  }

  private ObjectNode additional(Backup backup, Copy copy) {
    ObjectNode json = Json.object();
    json.put("destinationId", slugOf(copy.destinationId()));
    if (!copy.expiresAt().equals(Copy.NEVER)) {
      json.put("retentionTime", Duration.between(backup.createdAt(), copy.expiresAt()).toDays());
    }
    return json.put("type", "custom");
  }

  private String slugOf(DestinationId id) {
    return destinations
        .computeIfAbsent(id, key -> stores.destinations().get(key).orElseThrow().slug())
        .value();
  }
}
