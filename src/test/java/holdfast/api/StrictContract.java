package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Compares answers with {@code openapi.yaml}: the status has to stand there for the operation, with
 * this content type, and no field may come that does not stand there. (As published, answers may
 * gain fields.) Thread-safe.
 */
public final class StrictContract {
  static final Contract CONTRACT = Contract.load();

  private static final JsonNode DOCUMENT = new YAMLMapper().readTree(CONTRACT.yaml());
  private static final List<Operation> OPERATIONS = operations();
  private static final Routes ROUTES = new Routes(OPERATIONS);
  private static final JsonNode NO_ROUTE =
      Json.parse(
          "{\"error\":{\"status\":404,\"message\":\"Not found. The requested route does not"
              + " exist\"}}");
  private static final com.networknt.schema.Schema ERROR =
      Contract.schema(closed(DOCUMENT.at("/components/schemas/Error")));

  private final Map<String, com.networknt.schema.Schema> schemas = new ConcurrentHashMap<>();

  /** Asserts that the contract gives this answer to the request that it is to. */
  public void check(WireAnswer answer) {
    switch (ROUTES.find(answer.method(), answer.path())) {
      case Routes.Match.Found found -> checkOf(found.operation().id(), answer);
      case Routes.Match.WrongMethod wrong -> checkWrongMethod(wrong.allow(), answer);
      case Routes.Match.NoRoute none -> checkNoRoute(answer);
    }
  }

  private void checkOf(String operationId, WireAnswer answer) {
    JsonNode declared = response(operationId, answer.status()).path("content");
    assertThat(declared.propertyNames())
        .as("%s of %s", answer, operationId)
        .contains(answer.type());
    if (answer.method().equals("HEAD")) {
      assertThat(answer.body()).as("%s", answer).isEmpty();
      return;
    }
    assertThat(answer.body()).as("the body of %s", answer).isNotEmpty();
    if (answer.isJson()) {
      check(operationId, answer.status(), answer.json());
    }
    if (answer.status() >= 400) {
      checkError(answer);
    }
  }

  private static void checkWrongMethod(String allow, WireAnswer answer) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(405);
    assertThat(answer.type()).as("%s", answer).isEqualTo("text/plain");
    assertThat(answer.header("Allow")).as("%s", answer).isEqualTo(allow);
    assertThat(answer.body())
        .as("%s", answer)
        .isEqualTo(answer.method().equals("HEAD") ? "" : "Method Not Allowed");
  }

  private static void checkNoRoute(WireAnswer answer) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(404);
    assertThat(answer.type()).as("%s", answer).isEqualTo("application/json");
    if (answer.method().equals("HEAD")) {
      assertThat(answer.body()).as("%s", answer).isEmpty();
    } else {
      assertThat(answer.json()).as("%s", answer).isEqualTo(NO_ROUTE);
    }
  }

  /** Asserts the shape of an error, whatever it was an answer to. */
  static void checkError(WireAnswer answer) {
    assertThat(answer.type()).as("%s", answer).isEqualTo("application/json");
    assertThat(answer.body()).as("the body of %s", answer).isNotEmpty();
    assertThat(ERROR.validate(answer.json())).as("%s", answer).isEmpty();
    assertThat(answer.json().at("/error/status").asInt())
        .as("%s", answer)
        .isEqualTo(answer.status());
  }

  /**
   * The id of the operation that a request is for; empty where the contract has none.
   *
   * @param path without a query
   */
  public Optional<String> operationId(String method, String path) {
    return ROUTES.find(method, path) instanceof Routes.Match.Found found
        ? Optional.of(found.operation().id())
        : Optional.empty();
  }

  /** The document, with every reference replaced by what it names. */
  public static JsonNode document() {
    return CONTRACT.document();
  }

  /** Whether an operation that succeeds answers JSON. */
  public static boolean answersJson(String operationId) {
    return response(operationId, 200).path("content").has("application/json");
  }

  /** The ids of all operations that the contract has. */
  public static List<String> operationIds() {
    return OPERATIONS.stream().map(Operation::id).toList();
  }

  /** Asserts that the contract gives the operation this status with this body. */
  public void check(String operationId, int status, JsonNode body) {
    var schema =
        schemas.computeIfAbsent(operationId + "/" + status, key -> schema(operationId, status));
    assertThat(schema.validate(body))
        .as("%s %d %s", operationId, status, body.toPrettyString())
        .isEmpty();
  }

  private static List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    for (var path : DOCUMENT.path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        operations.add(
            new Operation(
                method.getValue().path("operationId").asString(),
                method.getKey().toUpperCase(Locale.ROOT),
                path.getKey(),
                new Guard.Anyone(),
                request -> Answer.nothing()));
      }
    }
    return operations;
  }

  private static JsonNode response(String operationId, int status) {
    JsonNode response =
        CONTRACT.operation(operationId).path("responses").path(Integer.toString(status));
    assertThat(response.isObject())
        .as("openapi.yaml gives %s the status %d", operationId, status)
        .isTrue();
    return response;
  }

  private static com.networknt.schema.Schema schema(String operationId, int status) {
    JsonNode schema = response(operationId, status).at("/content/application~1json/schema");
    assertThat(schema.isObject())
        .as("openapi.yaml gives %s %d a schema", operationId, status)
        .isTrue();
    return Contract.schema(closed(schema));
  }

  private static JsonNode closed(JsonNode node) {
    if (!node.isObject()) {
      return node;
    }
    ObjectNode copy = Json.object();
    node.forEachEntry((name, child) -> copy.set(name, closed(child)));
    if (copy.path("type").asString("").equals("object") && !copy.has("additionalProperties")) {
      copy.put("additionalProperties", false);
    }
    return copy;
  }
}
