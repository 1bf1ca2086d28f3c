package holdfast.api;

import holdfast.catalog.FiringStore.ShownFiring;
import holdfast.model.Firing;
import holdfast.model.Slug;
import tools.jackson.databind.node.ObjectNode;

/** Firings as they are shown. */
final class FiringJson {
  private FiringJson() {}

  /** As an item of the list. */
  static ObjectNode of(ShownFiring shown) {
    Firing firing = shown.firing();
    return outcome(shown)
        .put("since", Json.time(firing.since()))
        .put("actedAt", Json.time(firing.actedAt()));
  }

  /** What became of it, in short. */
  static ObjectNode outcome(ShownFiring shown) {
    Firing firing = shown.firing();
    ObjectNode json =
        Json.object().put("at", Json.time(firing.at())).put("outcome", firing.outcome().wire());
    Json.putText(json, "reason", firing.reason());
    Slug backup = shown.backup();
    Json.putText(json, "backupId", backup == null ? null : backup.value());
    return json;
  }
}
