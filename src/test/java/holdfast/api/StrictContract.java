package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Compares answers with {@code openapi.yaml}, and lets pass no field that does not stand there. (As
 * published, answers may gain fields.) Thread-safe.
 */
public final class StrictContract {
  static final Contract CONTRACT = Contract.load();

  private static final List<Route> ROUTES = routes();

  /** One operation of the document, with a pattern of its path. */
  private record Route(String operationId, String method, Pattern path, long parameters) {}

  private final Map<String, com.networknt.schema.Schema> schemas = new ConcurrentHashMap<>();

  /**
   * Asserts that the contract has an operation for the request, and that it gives this status with
   * this body.
   *
   * @param path without a query
   */
  public void check(String method, String path, int status, JsonNode body) {
    String operationId =
        operationId(method, path)
            .orElseThrow(() -> new AssertionError("not in openapi.yaml: " + method + " " + path));
    check(operationId, status, body);
  }

  /**
   * Asserts that the contract has an operation for the request, and that it gives this status with
   * this type of content, and with this body where that is JSON.
   *
   * @param path without a query
   */
  public void check(String method, String path, int status, String contentType, byte[] body) {
    String answer = "%s %s %d".formatted(method, path, status);
    JsonNode content =
        operationId(method, path)
            .map(id -> CONTRACT.operation(id).path("responses").path(Integer.toString(status)))
            .orElseThrow(() -> new AssertionError("not in openapi.yaml: " + answer))
            .path("content");
    String type = contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    assertThat(content.propertyNames()).as("content types of %s", answer).contains(type);
    assertThat(body).as("body of %s", answer).isNotEmpty();
    if (type.equals("application/json")) {
      check(method, path, status, parsed(answer, body));
    }
  }

  private static JsonNode parsed(String answer, byte[] body) {
    try {
      return Json.parse(new String(body, StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      throw new AssertionError(answer + " is no JSON", e);
    }
  }

  /**
   * The id of the operation that a request is for; empty where the contract has none.
   *
   * @param path without a query
   */
  public Optional<String> operationId(String method, String path) {
    return ROUTES.stream()
        .filter(it -> it.method().equals(method) && it.path().matcher(path).matches())
        .min(Comparator.comparingLong(Route::parameters))
        .map(Route::operationId);
  }

  /** The ids of all operations that the contract has. */
  public static List<String> operationIds() {
    return ROUTES.stream().map(Route::operationId).toList();
  }

  /** Asserts that the contract gives the operation this status with this body. */
  void check(String operationId, int status, JsonNode body) {
    var schema =
        schemas.computeIfAbsent(operationId + "/" + status, key -> schema(operationId, status));
    assertThat(schema.validate(body))
        .as("%s %d %s", operationId, status, body.toPrettyString())
        .isEmpty();
  }

  private static List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (var path : new YAMLMapper().readTree(CONTRACT.yaml()).path("paths").properties()) {
      Pattern pattern = Pattern.compile(path.getKey().replaceAll("\\{\\w+}", "[^/]+"));
      long parameters = path.getKey().chars().filter(character -> character == '{').count();
      for (var method : path.getValue().properties()) {
        routes.add(
            new Route(
                method.getValue().path("operationId").asString(),
                method.getKey().toUpperCase(Locale.ROOT),
                pattern,
                parameters));
      }
    }
    return routes;
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
