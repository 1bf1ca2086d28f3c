package holdfast.catalog;

import holdfast.model.AdditionalDestination;
import holdfast.model.DestinationId;
import holdfast.model.Interval;
import holdfast.model.Timing;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Small lists that lie in one column as JSON. */
final class JsonColumns {
  private static final JsonMapper JSON = JsonMapper.shared();

  private JsonColumns() {}

  static String ofStrings(Collection<String> strings) {
    return JSON.writeValueAsString(strings.stream().sorted().toList());
  }

  static List<String> strings(String json) {
    return JSON.readTree(json).valueStream().map(JsonNode::asString).toList();
  }

  static String ofTimings(List<Timing> timings) {
    ArrayNode array = JSON.createArrayNode();
    for (Timing timing : timings) {
      ObjectNode node = array.addObject().put("interval", timing.interval().wire());
      node.set("minutes", JSON.valueToTree(timing.minutes()));
      node.set("hours", JSON.valueToTree(timing.hours()));
      node.set("days", JSON.valueToTree(timing.days()));
    }
    return array.toString();
  }

  static List<Timing> timings(String json) {
    return JSON.readTree(json).valueStream().map(JsonColumns::timing).toList();
  }

  private static Timing timing(JsonNode node) {
    return new Timing(
        Interval.ofWire(node.get("interval").asString()),
        numbers(node.get("minutes")),
        numbers(node.get("hours")),
        numbers(node.get("days")));
  }

  static String ofDestinations(List<AdditionalDestination> destinations) {
    ArrayNode array = JSON.createArrayNode();
    for (AdditionalDestination destination : destinations) {
      ObjectNode node = array.addObject().put("id", destination.destinationId().toString());
      node.put("retentionDays", destination.retentionDays());
    }
    return array.toString();
  }

  static List<AdditionalDestination> destinations(String json) {
    return JSON.readTree(json).valueStream().map(JsonColumns::destination).toList();
  }

  private static AdditionalDestination destination(JsonNode node) {
    JsonNode days = node.path("retentionDays");
    return new AdditionalDestination(
        DestinationId.of(node.get("id").asString()), days.isInt() ? days.asInt() : null);
  }

  private static List<Integer> numbers(JsonNode array) {
    return array.valueStream().map(JsonNode::asInt).toList();
  }
}
