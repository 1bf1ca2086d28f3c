package holdfast.api;

import holdfast.engine.Inspections;
import holdfast.model.AddonType;
import holdfast.model.BackupType;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the vendor's clients ask before they begin: types, plans, regions, whether a token works.
 */
final class ServiceResource {
  private final Inspections inspections;

  ServiceResource(ApiParts parts) {
    this.inspections = parts.inspections();
  }

  Answer login(Request request) {
    return Answer.nothing();
  }

  Answer plans(Request request) {
    ObjectNode data = Json.object();
    data.putArray("plans");
    return Answer.data(data);
  }

  Answer regions(Request request) {
    ObjectNode data = Json.object();
    ObjectNode local = data.putArray("regions").addObject();
    local.put("id", "local").put("name", "Local").put("regionName", "local");
    local.putArray("gpuDevices");
    return Answer.data(data);
  }

  Answer addonTypes(Request request) {
    ObjectNode data = Json.object();
    ArrayNode types = data.putArray("addonTypes");
    for (AddonType type : AddonType.values()) {
      Set<BackupType> backups = inspections.backupTypes(type);
      if (!backups.isEmpty()) {
        types.add(json(type, backups));
      }
    }
    return Answer.data(data);
  }

  private static ObjectNode json(AddonType type, Set<BackupType> backups) {
    ObjectNode json = Json.object();
    json.put("type", type.wire());
    json.put("name", type.title());
    json.put("description", "An existing %s database that is backed up.".formatted(type.title()));
    json.set("features", features(backups));
    json.putArray("versions");
    json.putArray("major");
    ObjectNode resources = json.putObject("resources");
    resources.putObject("storage").put("default", 0).putArray("options");
    resources.putObject("replicas").put("default", 1).putArray("options").add(1);
    return json;
  }

  private static ObjectNode features(Set<BackupType> backups) {
    return Json.object()
        .put("backupsDump", backups.contains(BackupType.DUMP))
        .put("customDBName", false)
        .put("forkAddon", true)
        .put("importDump", true)
        .put("importLive", true)
        .put("scaleReplicas", false)
        .put("tls", true)
        .put("externalAccess", false);
  }
}
