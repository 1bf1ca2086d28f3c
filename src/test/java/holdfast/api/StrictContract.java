package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares answers with {@code openapi.yaml}, and lets pass no field that does not stand there. (As
 * published, answers may gain fields.)
 */
final class StrictContract {
  static final Contract CONTRACT = Contract.load();

  private final Map<String, com.networknt.schema.Schema> schemas = new HashMap<>();

  /** Asserts that the contract gives the operation this status with this body. */
  void check(String operationId, int status, JsonNode body) {
    var schema =
        schemas.computeIfAbsent(operationId + "/" + status, key -> schema(operationId, status));
    assertThat(schema.validate(body))
        .as("%s %d %s", operationId, status, body.toPrettyString())
        .isEmpty();
  }

  private static com.networknt.schema.Schema schema(String operationId, int status) {
    JsonNode schema =
        CONTRACT
            .operation(operationId)
            .path("responses")
            .path(Integer.toString(status))
            .at("/content/application~1json/schema");
    assertThat(schema.isObject())
        .as("openapi.yaml gives %s the status %d", operationId, status)
        .isTrue();
    return Contract.schema(closed(schema));
  }

  private static JsonNode closed(JsonNode node) {
    if (!node.isObject()) {
      return node;
    }
    ObjectNode copy = Json.object();
    node.forEachEntry((name, child) -> copy.set(name, closed(child)));
    if (copy.path("properties").isObject() && !copy.has("additionalProperties")) {
      copy.put("additionalProperties", false);
    }
    return copy;
  }
}
