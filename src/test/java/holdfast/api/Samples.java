package holdfast.api;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Valid values, made of their schemas. */
final class Samples {
  private Samples() {}

  /** The schema's own example, or as little as it demands. */
  static JsonNode of(JsonNode schema) {
    if (schema.has("examples")) {
      return schema.path("examples").path(0).deepCopy();
    }
    if (schema.has("enum")) {
      return schema.path("enum").path(0);
    }
    return switch (typeOf(schema)) {
      case "object" -> object(schema);
      case "array" -> array(schema, schema.path("minItems").asInt(0));
      case "integer" -> Json.object().numberNode(schema.path("minimum").asInt(1));
      case "boolean" -> Json.object().booleanNode(false);
      case "string" -> Json.object().stringNode("a".repeat(schema.path("minLength").asInt(1)));
      default -> throw new AssertionError("no sample of " + schema);
    };
  }

  private static ObjectNode object(JsonNode schema) {
    ObjectNode object = Json.object();
    for (JsonNode name : schema.path("required")) {
      object.set(name.asString(), of(schema.path("properties").path(name.asString())));
    }
    return object;
  }

  /** So many times the same item. */
  static ArrayNode array(JsonNode schema, int count) {
    ArrayNode array = Json.object().arrayNode();
    for (int i = 0; i < count; i++) {
      array.add(of(schema.path("items")));
    }
    return array;
  }

  /** The first, where there are several. */
  static String typeOf(JsonNode schema) {
    JsonNode type = schema.path("type");
    return type.isArray() ? type.path(0).asString() : type.asString("");
  }
}
