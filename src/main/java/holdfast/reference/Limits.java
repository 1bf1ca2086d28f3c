package holdfast.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What a schema says of a value besides its meaning, in words. */
final class Limits {
  private Limits() {}

  /** Like {@code string}, or {@code array of integers}. */
  static String type(JsonNode schema) {
    if (schema.has("const")) {
      return "string";
    }
    JsonNode type = schema.path("type");
    String named =
        type.isArray()
            ? type.valueStream().map(JsonNode::asString).collect(Collectors.joining(" or "))
            : type.asString("any value");
    return named.startsWith("array") && schema.path("items").has("type")
        ? named.replace("array", "array of " + type(schema.path("items")) + "s")
        : named;
  }

  /** Each a phrase, with code between backquotes. */
  static List<String> of(JsonNode schema) {
    List<String> limits = new ArrayList<>();
    choice(schema, limits);
    range(schema, "minimum", "maximum", "", limits);
    range(schema, "minLength", "maxLength", " characters", limits);
    range(schema, "minItems", "maxItems", " items", limits);
    add(limits, schema, "maxProperties", "at most %s fields");
    add(limits, schema, "format", "format `%s`");
    add(limits, schema, "pattern", "pattern `%s`");
    if (schema.path("uniqueItems").asBoolean(false)) {
      limits.add("no item twice");
    }
    if (schema.path("writeOnly").asBoolean(false)) {
      limits.add("never shown in an answer");
    }
    add(limits, schema, "default", "default `%s`");
    ofItems(schema.path("items"), limits);
    return limits;
  }

  private static void choice(JsonNode schema, List<String> limits) {
    if (schema.has("enum")) {
      limits.add("one of " + list(schema.path("enum")));
    }
    add(limits, schema, "const", "always `%s`");
  }

  private static void ofItems(JsonNode items, List<String> limits) {
    if (!items.isMissingNode() && !items.path("type").asString("").equals("object")) {
      of(items).forEach(limit -> limits.add("each: " + limit));
    }
  }

  private static void range(
      JsonNode schema, String from, String to, String unit, List<String> limits) {
    String least = schema.path(from).asString("");
    String most = schema.path(to).asString("");
    if (!least.isEmpty() && !most.isEmpty()) {
      limits.add((least.equals(most) ? least : least + " to " + most) + unit);
    } else if (!least.isEmpty()) {
      limits.add("at least " + least + unit);
    } else if (!most.isEmpty()) {
      limits.add("at most " + most + unit);
    }
  }

  private static void add(List<String> limits, JsonNode schema, String keyword, String phrase) {
    if (schema.has(keyword)) {
      limits.add(phrase.formatted(schema.path(keyword).asString()));
    }
  }

  private static String list(JsonNode values) {
    return values
        .valueStream()
        .map(value -> "`" + value.asString() + "`")
        .collect(Collectors.joining(", "));
  }
}
