package holdfast.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/** The values of a query string. Some clients do not encode them, so what is no escape is text. */
final class Query {
  private final Map<String, String> values = new HashMap<>();

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
          query.values.putIfAbsent(
              decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
        }
      }
    }
    return query;
  }

  /** The first value of this name; null when there is none. */
  @Nullable String first(String name) {
    return values.get(name);
  }

  /** The text as what it should be; as text where it is not that, for the contract to refuse. */
  static JsonNode typed(String text, String type) {
    if (type.equals("boolean") && (text.equals("true") || text.equals("false"))) {
      return BooleanNode.valueOf(text.equals("true"));
    }
    if (type.equals("integer") && text.matches("-?\\d{1,18}")) {
      return LongNode.valueOf(Long.parseLong(text));
    }
    return StringNode.valueOf(text);
  }

  private static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
