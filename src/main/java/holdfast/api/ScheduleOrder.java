package holdfast.api;

import holdfast.catalog.Stores;
import holdfast.model.AdditionalDestination;
import holdfast.model.AddonType;
import holdfast.model.BackupType;
import holdfast.model.Compression;
import holdfast.model.DestinationId;
import holdfast.model.Interval;
import holdfast.model.ScheduleTerms;
import holdfast.model.Timing;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a schedule that the contract's schema has let pass, and refuses what the schema cannot see.
 */
final class ScheduleOrder {
  private static final String UTC = "UTC";

  private ScheduleOrder() {}

  /**
   * @param path of the schedule in the body, with a dot at its end; empty when it is the body
   */
  static ScheduleTerms read(Stores stores, AddonType addonType, JsonNode given, String path) {
    BackupType type =
        BackupOrder.type(addonType, path + "backupType", given.path("backupType").asString());
    String wanted = text(given, "compressionType");
    Compression compression = BackupOrder.compression(type, path + "compressionType", wanted);
    Timing timing = timing(given.path("scheduling"), path);
    return new ScheduleTerms(
        timing,
        type,
        type == BackupType.DUMP ? compression : null,
        retentionDays(timing, given, path),
        customDestination(stores, given, path),
        additionalDestinations(stores, given, path),
        timeZone(given, path));
  }

  private static Timing timing(JsonNode scheduling, String path) {
    return new Timing(
        Interval.ofWire(scheduling.path("interval").asString()),
        numbers(scheduling, "minute", path),
        numbers(scheduling, "hour", path),
        numbers(scheduling, "day", path));
  }

  /** The schema takes 1 and 1.0, which are one number, for two. */
  private static List<Integer> numbers(JsonNode scheduling, String field, String path) {
    List<Integer> numbers =
        scheduling.path(field).valueStream().map(number -> number.asInt()).toList();
    if (numbers.stream().distinct().count() < numbers.size()) {
      throw ApiError.invalid(path + "scheduling." + field, Wording.NOT_UNIQUE);
    }
    return numbers;
  }

  private static int retentionDays(Timing timing, JsonNode given, String path) {
    int days = given.path("retentionTime").asInt();
    int backups = timing.mostFiringsIn(days);
    if (backups > ScheduleTerms.MAX_BACKUPS) {
      throw ApiError.invalid(
          path + "retentionTime",
          "must be so short that at most %d backups are made before the first expires. With %d days it would be %d"
              .formatted(ScheduleTerms.MAX_BACKUPS, days, backups));
    }
    return days;
  }

  private static @Nullable DestinationId customDestination(
      Stores stores, JsonNode given, String path) {
    String named = text(given, "customDestinationId");
    return named == null
        ? null
        : BackupOrder.destination(stores, path + "customDestinationId", named);
  }

  private static List<AdditionalDestination> additionalDestinations(
      Stores stores, JsonNode given, String path) {
    JsonNode items = given.path("additionalDestinations");
    return IntStream.range(0, items.size())
        .mapToObj(
            i ->
                additionalDestination(
                    stores, items.get(i), "%sadditionalDestinations.%d.".formatted(path, i)))
        .toList();
  }

  private static AdditionalDestination additionalDestination(
      Stores stores, JsonNode item, String path) {
    JsonNode days = item.get("retentionTime");
    return new AdditionalDestination(
        BackupOrder.destination(
            stores, path + "destinationId", item.path("destinationId").asString()),
        days == null ? null : days.asInt());
  }

  private static ZoneId timeZone(JsonNode given, String path) {
    String name = given.path("timeZone").asString(UTC);
    if (!isIana(name)) {
      throw ApiError.invalid(
          path + "timeZone",
          "must be the IANA name of a time zone, like Europe/Berlin. Received \"%s\""
              .formatted(Wording.shortened(name)));
    }
    return ZoneId.of(name);
  }

  /** Java knows zones that only Java knows. */
  private static boolean isIana(String name) {
    return ZoneId.getAvailableZoneIds().contains(name) && !name.startsWith("SystemV/");
  }

  private static @Nullable String text(JsonNode given, String field) {
    JsonNode value = given.get(field);
    return value == null ? null : value.asString();
  }
}
