package holdfast.api;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A place in a body.
 *
 * @param path dotted; the first item of an array is 0
 */
record BodyField(String path, JsonNode schema) {
  private static final String FIRST = "0";

  /** The body's fields, the first items of its arrays, and all fields and items of these. */
  static List<BodyField> of(JsonNode bodySchema) {
    return within("", bodySchema);
  }

  private static List<BodyField> within(String prefix, JsonNode schema) {
    List<BodyField> fields = new ArrayList<>();
    for (var property : schema.path("properties").properties()) {
      add(fields, prefix + property.getKey(), property.getValue());
    }
    if (schema.has("items")) {
      add(fields, prefix + FIRST, schema.path("items"));
    }
    return fields;
  }

  private static void add(List<BodyField> fields, String path, JsonNode schema) {
    fields.add(new BodyField(path, schema));
    fields.addAll(within(path + ".", schema));
  }

  /** Sets the value in the body, and valid objects and arrays around it where there are none. */
  static void put(JsonNode body, JsonNode bodySchema, String path, JsonNode value) {
    set(parent(body, bodySchema, path), last(path), value);
  }

  /** Takes a field out of an object of the body, which is put there where there is none. */
  static void remove(JsonNode body, JsonNode bodySchema, String path) {
    parent(body, bodySchema, path).asObject().remove(last(path));
  }

  private static JsonNode parent(JsonNode body, JsonNode bodySchema, String path) {
    JsonNode node = body;
    JsonNode schema = bodySchema;
    List<String> steps = List.of(path.split("\\.", -1));
    for (String step : steps.subList(0, steps.size() - 1)) {
      schema = child(schema, step);
      if (at(node, step).isMissingNode()) {
        set(node, step, Samples.of(schema));
      }
      node = at(node, step);
    }
    return node;
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private static JsonNode child(JsonNode schema, String step) {
    return schema.has("items") ? schema.path("items") : schema.path("properties").path(step);
  }

  private static JsonNode at(JsonNode node, String step) {
    return node.isArray() ? node.path(Integer.parseInt(step)) : node.path(step);
  }

  private static void set(JsonNode node, String step, JsonNode value) {
    switch (node) {
      case ObjectNode object -> object.set(step, value);
      case ArrayNode array when array.isEmpty() -> array.add(value);
      case ArrayNode array -> array.set(Integer.parseInt(step), value);
      default -> throw new AssertionError(step + " cannot be in " + node);
    }
  }
}
