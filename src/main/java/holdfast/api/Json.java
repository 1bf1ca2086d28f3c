package holdfast.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How values look on the wire. */
final class Json {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** ISO 8601 in UTC with milliseconds. */
  static String time(Instant instant) {
    return TIME.format(instant);
  }

  /** Puts the time, or nothing where there is none. */
  static void putTime(ObjectNode object, String field, @Nullable Instant instant) {
    if (instant != null) {
      object.put(field, time(instant));
    }
  }

  /** Puts the text, or nothing where there is none. */
  static void putText(ObjectNode object, String field, @Nullable String text) {
    if (text != null) {
      object.put(field, text);
    }
  }

  static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  static String text(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  /** Parses what this program wrote itself. */
  static JsonNode parse(String text) {
    return MAPPER.readTree(text);
  }
}
