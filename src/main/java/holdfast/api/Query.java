package holdfast.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/** The values of a query string. Some clients do not encode them, so what is no escape is text. */
final class Query {
  private final Map<String, List<String>> values = new HashMap<>();

  private Query() {}

  /**
   * @param raw as it came, without the question mark; null for none
   */
  static Query parse(@Nullable String raw) {
    Query query = new Query();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          query.add(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
        }
      }
    }
    return query;
  }

  private void add(String name, String value) {
    values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
  }

  /** The values of this name, in the order in which they came. */
  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /**
   * The values of this name as the contract types them: all where it says array, else the first.
   *
   * @param schema of the parameter
   * @return null when there is none
   */
  @Nullable JsonNode typed(String name, JsonNode schema) {
    List<String> given = all(name);
    String type = schema.path("type").asString();
    if (given.isEmpty()) {
      return null;
    }
    if (!type.equals("array")) {
      return typed(given.getFirst(), type);
    }
    ArrayNode array = Json.object().arrayNode();
    given.forEach(text -> array.add(typed(text, schema.at("/items/type").asString())));
    return array;
  }

  /** The text as what it should be; as text where it is not that, for the contract to refuse. */
  private static JsonNode typed(String text, String type) {
    if (type.equals("boolean") && (text.equals("true") || text.equals("false"))) {
      return BooleanNode.valueOf(text.equals("true"));
    }
    if (type.equals("integer") && text.matches("-?\\d{1,18}")) {
      return LongNode.valueOf(Long.parseLong(text));
    }
    return StringNode.valueOf(text);
  }

  /** As forms are encoded: a plus is a space. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text.replace('+', ' ');
    }
  }
}
