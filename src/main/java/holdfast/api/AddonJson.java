package holdfast.api;

import holdfast.catalog.Stores;
import holdfast.engine.Inspections.DatabaseReport;
import holdfast.model.Addon;
import holdfast.model.AddonState;
import holdfast.model.BackupStatus;
import holdfast.model.Project;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An addon as it is shown: without its password. */
final class AddonJson {
  private static final String ACTIVE = "active";

  private AddonJson() {}

  /** As it stands in its project. */
  static ObjectNode brief(Project project, Addon addon) {
    ObjectNode json = Json.object();
    json.put("id", addon.slug().value());
    json.put("appId", "/holdfast/%s/%s".formatted(project.slug(), addon.slug()));
    json.put("name", addon.name());
    Json.putText(json, "description", addon.description());
    json.putObject("spec").put("type", addon.type().wire());
    return json;
  }

  static ObjectNode listItem(Stores stores, Project project, Addon addon) {
    ObjectNode json = brief(project, addon);
    JsonNode tags = Json.parse(addon.echo()).get("tags");
    json.set("tags", tags == null ? Json.object().arrayNode() : tags);
    json.put("status", status(stores, addon));
    return json;
  }

  static ObjectNode of(Stores stores, Project project, Addon addon) {
    ObjectNode json = listItem(stores, project, addon);
    json.setAll(Json.parse(addon.echo()).asObject());
    json.put("type", addon.type().wire());
    json.put("version", Objects.requireNonNullElse(addon.version(), ""));
    json.withObjectProperty("spec").set("config", config(addon, json));
    json.set("connection", connection(addon));
    json.set("backupSchedules", new ScheduleJson(stores).ofAddon(addon.id()));
    json.set("cluster", ProjectJson.cluster());
    json.put("createdAt", Json.time(addon.createdAt()));
    json.put("updatedAt", Json.time(addon.updatedAt()));
    return json;
  }

  private static ObjectNode connection(Addon addon) {
    ObjectNode json = Json.object().put("uri", MaskedUri.of(addon.connection()));
    if (addon.coverage().allDatabases()) {
      json.put("database", "*");
      ArrayNode except = json.putArray("except");
      addon.coverage().except().stream().sorted().forEach(except::add);
    }
    return json;
  }

  /** What the vendor tells of an addon's version; nothing is upgraded from here. */
  static ObjectNode version(Addon addon) {
    ObjectNode json = Json.object();
    json.put("version", Objects.requireNonNullElse(addon.version(), ""));
    json.putArray("upgradeTo");
    json.put("lifecycleStatus", ACTIVE);
    json.putArray("upgradeHistory");
    return json;
  }

  /**
   * What the vendor's clients read of an addon's machine, from what they said when they made it.
   */
  private static ObjectNode config(Addon addon, ObjectNode echo) {
    JsonNode billing = echo.path("billing");
    ObjectNode config = Json.object();
    config.put("versionTag", Objects.requireNonNullElse(addon.version(), ""));
    config.put("lifecycleStatus", ACTIVE);
    config
        .putObject("deployment")
        .put("replicas", billing.path("replicas").asInt(1))
        .put("storageClass", billing.path("storageClass").asString(""))
        .put("storageSize", billing.path("storage").asInt(0))
        .put("planId", billing.path("deploymentPlan").asString(""))
        .put("region", "local");
    config
        .putObject("networking")
        .put("tlsEnabled", echo.path("tlsEnabled").asBoolean(false))
        .put("externalAccessEnabled", echo.path("externalAccessEnabled").asBoolean(false));
    return config;
  }

  /** With what a look at the database found, when there was one. */
  static ObjectNode withReport(ObjectNode json, @Nullable DatabaseReport report) {
    if (report != null) {
      ObjectNode probe = json.putObject("probe").put("sizeBytes", report.sizeBytes());
      report.warnings().forEach(probe.putArray("warnings")::add);
    }
    return json;
  }

  private static String status(Stores stores, Addon addon) {
    boolean isRestoring =
        stores
            .restores()
            .activeInto(addon.id())
            .filter(restore -> RunJson.isRunning(restore.status()))
            .isPresent();
    if (isRestoring) {
      return "restore";
    }
    Set<BackupStatus> backups = stores.backups().activeStatuses(addon.id());
    if (backups.stream().anyMatch(RunJson::isRunning)) {
      return "backup";
    }
    return addon.state() == AddonState.PAUSED ? "paused" : "running";
  }
}
