package holdfast.api;

import com.networknt.schema.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the contract demands of one operation's requests.
 *
 * @param query of the query's values as one object
 * @param queryProperties by name, the schema of each query parameter
 * @param body null when the operation takes none
 */
record RequestRules(
    Schema query, JsonNode queryProperties, @Nullable Schema body, boolean bodyRequired) {

  /** The query's values, typed. What the operation does not know is left out. */
  ObjectNode checkedQuery(Query given) {
    ObjectNode values = Json.object();
    queryProperties.propertyNames().forEach(name -> put(values, name, given));
    check(query, values);
    return values;
  }

  private void put(ObjectNode values, String name, Query given) {
    JsonNode value = given.typed(name, queryProperties.path(name));
    if (value != null) {
      values.set(name, value);
    }
  }

  /**
   * @param given null when the request has none
   */
  ObjectNode checkedBody(@Nullable JsonNode given) {
    if (given == null && bodyRequired) {
      throw ApiError.invalid(Wording.WHOLE, "must be an object. Received nothing");
    }
    JsonNode value = given == null ? Json.object() : given;
    check(body == null ? Contract.EMPTY_OBJECT : body, value);
    return value.asObject();
  }

  private static void check(Schema schema, JsonNode value) {
    var errors = schema.validate(value);
    if (!errors.isEmpty()) {
      throw ApiError.invalid(Wording.details(errors));
    }
  }
}
