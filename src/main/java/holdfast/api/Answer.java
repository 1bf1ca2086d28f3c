package holdfast.api;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What goes back over the wire. */
record Answer(int status, String contentType, Map<String, String> headers, Content content) {
  private static final String JSON = "application/json";
  private static final Answer NOTHING = data(Json.object());

  /** A success: {@code {"data": ...}}. */
  static Answer data(JsonNode data) {
    return success(Json.object().set("data", data));
  }

  /** A success with nothing to say. */
  static Answer nothing() {
    return NOTHING;
  }

  /** A success whose whole JSON is given. */
  static Answer success(JsonNode whole) {
    return json(Json.bytes(whole));
  }

  /** A success whose bytes are ready. */
  static Answer json(byte[] body) {
    return of(200, JSON, Map.of(), body);
  }

  static Answer yaml(byte[] body) {
    return of(200, "application/yaml", Map.of(), body);
  }

  static Answer html(byte[] body, Map<String, String> headers) {
    return of(200, "text/html", headers, body);
  }

  static Answer methodNotAllowed(String allow) {
    return of(
        405,
        "text/plain",
        Map.of("Allow", allow),
        "Method Not Allowed".getBytes(StandardCharsets.US_ASCII));
  }

  static Answer error(ApiError error) {
    ObjectNode inner = Json.object();
    inner.put("status", error.status());
    inner.put("message", error.message());
    if (!error.id().isEmpty()) {
      inner.put("id", error.id());
    }
    if (!error.details().isEmpty()) {
      inner.set("details", details(error.details()));
    }
    byte[] body = Json.bytes(Json.object().set("error", inner));
    return of(error.status(), JSON, error.headers(), body);
  }

  private static Answer of(
      int status, String contentType, Map<String, String> headers, byte[] body) {
    return new Answer(status, contentType, headers, new Content.Ready(body));
  }

  private static ObjectNode details(Map<String, List<String>> problems) {
    ObjectNode details = Json.object();
    problems.forEach(
        (field, messages) -> {
          ArrayNode array = details.putArray(field);
          messages.forEach(array::add);
        });
    return details;
  }
}
