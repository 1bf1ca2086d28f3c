package holdfast.api;

import holdfast.model.Addon;
import holdfast.model.Project;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A project as it is shown. */
final class ProjectJson {
  private static final String LOCAL = "local";

  private ProjectJson() {}

  static ObjectNode listItem(Project project) {
    ObjectNode json = Json.object();
    json.put("id", project.slug().value());
    json.put("name", project.name());
    Json.putText(json, "description", project.description());
    return json;
  }

  static ObjectNode of(Project project) {
    ObjectNode json = listItem(project);
    json.setAll(Json.parse(project.echo()).asObject());
    json.put("createdAt", Json.time(project.createdAt()));
    json.put("updatedAt", Json.time(project.updatedAt()));
    return json;
  }

  static ObjectNode details(Project project, List<Addon> addons) {
    ObjectNode json = of(project);
    json.putObject("deployment").put("region", json.path("region").asString(LOCAL));
    json.putArray("services");
    json.putArray("jobs");
    ArrayNode array = json.putArray("addons");
    addons.forEach(addon -> array.add(AddonJson.brief(project, addon)));
    json.set("cluster", cluster());
    return json;
  }

  /** Where everything runs: on this one installation. */
  static ObjectNode cluster() {
    return Json.object().put("id", LOCAL).put("name", "Local");
  }
}
