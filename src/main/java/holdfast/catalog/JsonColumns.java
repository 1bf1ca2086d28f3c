package holdfast.catalog;

import holdfast.model.AdditionalDestination;
import holdfast.model.DestinationId;
import holdfast.model.FiredSchedule;
import holdfast.model.Interval;
import holdfast.model.Key;
import holdfast.model.ScheduleId;
import holdfast.model.StoredDatabase;
import holdfast.model.Timing;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
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

  static String ofTiming(Timing timing) {
    return node(timing).toString();
  }

  static Timing timing(String json) {
    return timing(JSON.readTree(json));
  }

  static String ofFired(List<FiredSchedule> schedules) {
    ArrayNode array = JSON.createArrayNode();
    for (FiredSchedule schedule : schedules) {
      ObjectNode node = array.addObject().put("id", schedule.id().toString());
      node.set("timing", node(schedule.timing()));
      ObjectNode days = node.putObject("retentionDays");
      schedule
          .retentionDays()
          .forEach((destination, kept) -> days.put(destination.toString(), kept));
    }
    return array.toString();
  }

  static List<FiredSchedule> fired(String json) {
    return JSON.readTree(json).valueStream().map(JsonColumns::fired).toList();
  }

  private static FiredSchedule fired(JsonNode node) {
    return new FiredSchedule(
        new ScheduleId(new Key(node.get("id").asString())),
        timing(node.get("timing")),
        node.get("retentionDays")
            .propertyStream()
            .collect(
                Collectors.toMap(
                    day -> DestinationId.of(day.getKey()), day -> day.getValue().asInt())));
  }

  private static ObjectNode node(Timing timing) {
    ObjectNode node = JSON.createObjectNode().put("interval", timing.interval().wire());
    node.set("minutes", JSON.valueToTree(timing.minutes()));
    node.set("hours", JSON.valueToTree(timing.hours()));
    node.set("days", JSON.valueToTree(timing.days()));
    return node;
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

  static String ofDatabases(List<StoredDatabase> databases) {
    ArrayNode array = JSON.createArrayNode();
    for (StoredDatabase database : databases) {
      array
          .addObject()
          .put("name", database.name())
          .put("plainBytes", database.plainBytes())
          .put("storedBytes", database.storedBytes());
    }
    return array.toString();
  }

  static List<StoredDatabase> databases(String json) {
    return JSON.readTree(json).valueStream().map(JsonColumns::database).toList();
  }

  private static StoredDatabase database(JsonNode node) {
    return new StoredDatabase(
        node.get("name").asString(),
        node.get("plainBytes").asLong(),
        node.get("storedBytes").asLong());
  }

  private static List<Integer> numbers(JsonNode array) {
    return array.valueStream().map(JsonNode::asInt).toList();
  }
}
