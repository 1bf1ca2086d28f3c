package holdfast.api;

import holdfast.security.Access;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request that has passed every check which does not need the catalog's nouns.
 *
 * @param path the values of the path's parameters, decoded
 * @param query as the contract types them
 * @param body an empty object when there was none
 * @param caller null for an operation that anyone may call
 */
record Request(
    Map<String, String> path,
    ObjectNode query,
    ObjectNode body,
    @Nullable Access caller,
    Headers headers) {

  /** The value of a path parameter. */
  String path(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalStateException("the path has no parameter " + name);
    }
    return value;
  }

  Access access() {
    if (caller == null) {
      throw new IllegalStateException("an operation without a guard asks who calls");
    }
    return caller;
  }

  /** The same request by a caller whose rights were looked up anew. */
  Request by(Access again) {
    return new Request(path, query, body, again, headers);
  }

  /** Whether a query parameter is {@code true}. */
  boolean isSet(String name) {
    return query.path(name).asBoolean(false);
  }

  /** The text of a query parameter; null when it is not given. */
  @Nullable String parameter(String name) {
    JsonNode value = query.get(name);
    return value == null ? null : value.asString();
  }

  /** The text of a query parameter, or the value of the path's parameter that it goes before. */
  String parameterOr(String name, String inPath) {
    String given = parameter(name);
    return given == null ? path(inPath) : given;
  }

  /** The text of a body field; null when it is not given. */
  @Nullable String text(String field) {
    JsonNode value = body.get(field);
    return value == null ? null : value.asString();
  }

  /** The text of a body field, or what it was before. */
  String textOr(String field, String before) {
    return body.path(field).asString(before);
  }

  /** The text of a body field that the contract requires. */
  String required(String field) {
    return body.path(field).asString();
  }
}
