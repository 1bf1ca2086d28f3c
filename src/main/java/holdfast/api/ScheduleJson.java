package holdfast.api;

import holdfast.catalog.Stores;
import holdfast.model.AdditionalDestination;
import holdfast.model.AddonId;
import holdfast.model.Compression;
import holdfast.model.DestinationId;
import holdfast.model.Schedule;
import holdfast.model.ScheduleTerms;
import holdfast.model.Timing;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Schedules as they are shown. Belongs to one piece of work on the catalog. */
final class ScheduleJson {
  private final Stores stores;

  ScheduleJson(Stores stores) {
    this.stores = stores;
  }

  /** As an item of the list, which calls the compression otherwise than a request does. */
  ObjectNode listItem(Schedule schedule) {
    ObjectNode json = Json.object().put("id", schedule.id().toString());
    json.setAll(terms(schedule.terms(), "backupCompressionType"));
    json.put("createdAt", Json.time(schedule.createdAt()));
    json.put("updatedAt", Json.time(schedule.updatedAt()));
    Json.putTime(json, "nextFiringAt", stores.firings().next(schedule.id()).orElse(null));
    stores
        .firings()
        .latest(schedule.id())
        .ifPresent(latest -> json.set("lastFiring", FiringJson.outcome(latest)));
    return json;
  }

  /** All of an addon, oldest first, as a request would give them. */
  ArrayNode ofAddon(AddonId addon) {
    ArrayNode array = Json.object().arrayNode();
    for (Schedule schedule : stores.schedules().of(addon)) {
      array.add(terms(schedule.terms(), "compressionType"));
    }
    return array;
  }

  private ObjectNode terms(ScheduleTerms terms, String compressionField) {
    ObjectNode json = Json.object().put("backupType", terms.backupType().wire());
    Compression compression = terms.compression();
    if (compression != null) {
      json.put(compressionField, compression.wire());
    }
    DestinationId custom = terms.customDestination();
    if (custom != null) {
      json.put("customDestinationId", slugOf(custom));
    }
    ArrayNode additional = json.putArray("additionalDestinations");
    terms.additionalDestinations().forEach(item -> additional.add(additional(item)));
    json.set("scheduling", scheduling(terms.timing()));
    json.put("retentionTime", terms.retentionDays());
    return json.put("timeZone", terms.timeZone().getId());
  }

  private ObjectNode additional(AdditionalDestination item) {
    ObjectNode json = Json.object().put("destinationId", slugOf(item.destinationId()));
    if (item.retentionDays() != null) {
      json.put("retentionTime", item.retentionDays());
    }
    return json.put("type", "custom");
  }

  private String slugOf(DestinationId id) {
    return stores.destinations().get(id).orElseThrow().slug().value();
  }

  static ObjectNode scheduling(Timing timing) {
    ObjectNode json = Json.object().put("interval", timing.interval().wire());
    putNumbers(json, "minute", timing.minutes());
    if (!timing.hours().isEmpty()) {
      putNumbers(json, "hour", timing.hours());
    }
    if (!timing.days().isEmpty()) {
      putNumbers(json, "day", timing.days());
    }
    return json;
  }

  private static void putNumbers(ObjectNode json, String field, List<Integer> numbers) {
    ArrayNode array = json.putArray(field);
    numbers.forEach(array::add);
  }
}
