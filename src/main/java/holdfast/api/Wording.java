package holdfast.api;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Says in the contract's words what a JSON schema has found wrong. */
final class Wording {
  /** The field path that means the whole body. */
  static final String WHOLE = "object";

  static final String NOT_UNIQUE = "must have each item once";

  private static final Set<String> SECRETS = Set.of("credentials", "connection");
  private static final int MAX_FIELDS = 50;
  private static final int MAX_ECHO = 100;

  private Wording() {}

  /** Per dotted field path, what is wrong there; not more than a person will read. */
  static Map<String, List<String>> details(List<Error> errors) {
    Map<String, List<String>> details = new LinkedHashMap<>();
    for (Error error : errors) {
      String field = shortened(field(error));
      if (details.size() < MAX_FIELDS || details.containsKey(field)) {
        details.computeIfAbsent(field, key -> new ArrayList<>()).add(problem(error));
      }
    }
    return details;
  }

  static String shortened(String text) {
    return text.length() <= MAX_ECHO ? text : text.substring(0, MAX_ECHO) + "…";
  }

  private static String field(Error error) {
    NodePath path = error.getInstanceLocation();
    StringJoiner field = new StringJoiner(".");
    for (int i = 0; i < path.getNameCount(); i++) {
      field.add(path.getName(i));
    }
    if (error.getProperty() != null) {
      field.add(error.getProperty());
    }
    return field.length() == 0 ? WHOLE : field.toString();
  }

  private static String problem(Error error) {
    JsonNode rule = error.getSchemaNode();
    return switch (error.getKeyword()) {
      case "required" -> "is required";
      case "additionalProperties", "false" -> "is not allowed";
      case "type" -> "must be " + type(rule) + received(error);
      case "minimum" -> "must be >= " + rule + received(error);
      case "maximum" -> "must be <= " + rule + received(error);
      case "minLength" -> "must have at least " + rule + " characters" + received(error);
      case "maxLength" -> "must have at most " + rule + " characters" + received(error);
      case "minItems" -> "must have at least " + rule + " items";
      case "maxItems" -> "must have at most " + rule + " items";
      case "uniqueItems" -> NOT_UNIQUE;
      case "maxProperties" -> "must be empty";
      case "pattern" -> "must match " + rule.asString() + received(error);
      case "enum" -> "must be one of " + values(rule) + received(error);
      case "format" -> "must be a " + rule.asString() + received(error);
      default -> "is not valid";
    };
  }

  private static String type(JsonNode rule) {
    if (rule.isArray()) {
      return rule.valueStream().map(Wording::type).collect(Collectors.joining(" or "));
    }
    String name = rule.asString();
    return switch (name) {
      case "null" -> name;
      case "array", "integer", "object" -> "an " + name;
      default -> "a " + name;
    };
  }

  private static String values(JsonNode rule) {
    return rule.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "));
  }

  private static String received(Error error) {
    NodePath path = error.getInstanceLocation();
    JsonNode value = error.getInstanceNode();
    if (path.getNameCount() > 0 && SECRETS.contains(path.getName(0))) {
      return "";
    }
    if (value.isContainer()) {
      return ". Received " + (value.isArray() ? "an array" : "an object");
    }
    String text = value.isString() ? value.asString() : value.toString();
    return ". Received \"%s\"".formatted(shortened(text));
  }
}
