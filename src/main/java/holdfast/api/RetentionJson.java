package holdfast.api;

import holdfast.catalog.Stores;
import holdfast.model.Copy;
import holdfast.model.CopyFacts;
import holdfast.model.DestinationId;
import holdfast.retention.Decision;
import holdfast.retention.RetentionPlan;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What retention means for an addon's backups. Belongs to one piece of work on the catalog. */
final class RetentionJson {
  private final Stores stores;
  private final Map<DestinationId, String> destinations = new HashMap<>();

  RetentionJson(Stores stores) {
    this.stores = stores;
  }

  /**
   * @param any of its copies
   */
  ObjectNode backup(CopyFacts any, RetentionPlan plan) {
    ObjectNode json = Json.object();
    json.put("backupId", any.slug().value());
    json.put("uid", any.backupId().toString());
    json.put("status", any.backupStatus().wire());
    json.put("createdAt", Json.time(any.createdAt()));
    ArrayNode copies = json.putArray("copies");
    plan.decisions().forEach(decision -> copies.add(copy(decision)));
    return json;
  }

  private ObjectNode copy(Decision decision) {
    CopyFacts copy = decision.copy();
    ObjectNode json = Json.object();
    json.put("destinationId", slugOf(copy.destinationId()));
    json.put("status", copy.status().wire());
    if (!copy.expiresAt().equals(Copy.NEVER)) {
      json.put("expiresAt", Json.time(copy.expiresAt()));
    }
    json.put("verdict", decision.verdict().wire());
    return json.put("reason", decision.reason());
  }

  private String slugOf(DestinationId id) {
    return destinations.computeIfAbsent(
        id, key -> stores.destinations().get(key).orElseThrow().slug().value());
  }
}
