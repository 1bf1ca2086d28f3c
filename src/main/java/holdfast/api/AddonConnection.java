package holdfast.api;

import holdfast.model.ConnectionUri;
import holdfast.model.Coverage;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The field {@code connection}: how a database is reached, and whether all others of its server are
 * meant with it.
 */
record AddonConnection(ConnectionUri uri, Coverage coverage) {
  private static final String FIELD = "connection";
  private static final String EXCEPT = "except";

  static AddonConnection of(Request request) {
    return new AddonConnection(uri(request), coverage(request));
  }

  static ConnectionUri uri(Request request) {
    return new ConnectionUri(request.body().path(FIELD).path("uri").asString());
  }

  /** The contract lets {@code database} be nothing but a star. */
  static Coverage coverage(Request request) {
    JsonNode connection = request.body().path(FIELD);
    if (connection.has("database")) {
      return Coverage.allBut(
          connection
              .path(EXCEPT)
              .valueStream()
              .map(JsonNode::asString)
              .collect(Collectors.toUnmodifiableSet()));
    }
    if (connection.has(EXCEPT)) {
      throw ApiError.invalid(FIELD + "." + EXCEPT, "is allowed only together with database");
    }
    return Coverage.ONE;
  }
}
