package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What holds of each operation, asked of each as it stands in the contract. */
class EveryOperationTest extends ApiTest {
  private static final String UNKNOWN = "no-such-thing";

  /** In a field's path, the first item of an array. */
  private static final String FIRST = "0";

  @TestFactory
  Stream<DynamicTest> refusesCallersWithoutAToken() {
    return guarded("without a token", this::refusesWithoutToken);
  }

  private void refusesWithoutToken(Operation operation) {
    for (String token : List.of("", "hf_wrong", ADMIN + "x")) {
      Reply reply = client.send(token, operation.method(), path(operation), "");
      assertThat(reply.refused(401, "").message()).isEqualTo("Unauthorized");
    }
  }

  @TestFactory
  Stream<DynamicTest> refusesTokensThatLackThePermission() {
    return those(
        operation -> operation.guard() instanceof Guard.Needs,
        "without its permission",
        this::refusesWithoutPermission);
  }

  private void refusesWithoutPermission(Operation operation) {
    Guard.Needs needs = (Guard.Needs) operation.guard();
    String token = tokenWith(allBut(needs.permission()));
    // The permission comes before the body, which is not valid here.
    Reply reply = client.send(token, operation.method(), path(operation), "[");
    assertThat(reply.refused(403, "hf-forbidden").message()).contains(needs.permission().wire());
  }

  @TestFactory
  Stream<DynamicTest> doesNotFindWhatIsNotThere() {
    return those(
        operation -> operation.path().contains("{"),
        "of an unknown id",
        operation -> {
          Reply reply = send(operation, example(operation));
          assertThat(reply.refused(404, "hf-not-found").message()).contains(UNKNOWN);
        });
  }

  @TestFactory
  Stream<DynamicTest> refusesOtherMethods() {
    return those(
        operation -> true,
        "by another method",
        operation -> {
          Reply reply = client.send("", "PROPFIND", path(operation), "");
          assertThat(reply.status()).isEqualTo(405);
          assertThat(reply.header("Content-Type")).isEqualTo("text/plain");
          assertThat(new String(reply.http().body(), java.nio.charset.StandardCharsets.UTF_8))
              .isEqualTo("Method Not Allowed");
          assertThat(reply.header("Allow").split(", ")).contains(operation.method());
        });
  }

  @TestFactory
  Stream<DynamicTest> refusesUnknownFields() {
    return withBody("with an unknown field", this::refusesUnknownField);
  }

  private void refusesUnknownField(Operation operation) {
    JsonNode schema = ContractTest.bodyOf(operation);
    List<Field> objects = fields("", schema);
    objects.removeIf(field -> field.schema().path("additionalProperties").asBoolean(true));
    List<String> surplus = new ArrayList<>(List.of("surplus"));
    objects.forEach(field -> surplus.add(field.path() + ".surplus"));
    for (String path : surplus) {
      ObjectNode body = example(operation);
      put(body, path, Json.object().stringNode("a value"));
      send(operation, body).invalid(path, "is not allowed");
    }
  }

  @TestFactory
  Stream<DynamicTest> refusesEachFieldWithAWrongValue() {
    return withBody("with a wrong value", this::refusesWrongValues);
  }

  private void refusesWrongValues(Operation operation) {
    JsonNode schema = ContractTest.bodyOf(operation);
    for (Field field : fields("", schema)) {
      ObjectNode body = example(operation);
      put(body, field.path(), wrong(field.schema()));
      Reply reply = send(operation, body);
      assertThat(reply.invalid().problems(field.path()))
          .as("%s: %s", field.path(), reply.json())
          .isNotEmpty();
    }
  }

  @TestFactory
  Stream<DynamicTest> refusesBodiesThatLackARequiredField() {
    return withBody("without a required field", this::refusesMissingFields);
  }

  private void refusesMissingFields(Operation operation) {
    for (JsonNode required : ContractTest.bodyOf(operation).path("required")) {
      ObjectNode body = example(operation);
      body.remove(required.asString());
      send(operation, body).invalid(required.asString(), "is required");
    }
    for (Field object : fields("", ContractTest.bodyOf(operation))) {
      for (JsonNode required : object.schema().path("required")) {
        ObjectNode body = example(operation);
        put(body, object.path(), Json.object());
        send(operation, body).invalid(object.path() + "." + required.asString(), "is required");
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> answersUnderTheTeamsPathToo() {
    return guarded(
        "for a team",
        operation -> {
          boolean isTeamless =
              List.of("listAddonTypes", "listPlans", "listRegions", "login")
                  .contains(operation.id());
          String path = path(operation).replaceFirst("/v1", "/v1/teams/any-team");
          client.send("", operation.method(), path, "").refused(isTeamless ? 404 : 401, "");
        });
  }

  private Stream<DynamicTest> guarded(String what, Consumer<Operation> check) {
    return those(operation -> !(operation.guard() instanceof Guard.Anyone), what, check);
  }

  private Stream<DynamicTest> withBody(String what, Consumer<Operation> check) {
    return those(operation -> ContractTest.bodyOf(operation).isObject(), what, check);
  }

  private Stream<DynamicTest> those(
      Predicate<Operation> which, String what, Consumer<Operation> check) {
    return operations.stream()
        .filter(which)
        .map(operation -> dynamicTest(operation.id() + " " + what, () -> check.accept(operation)));
  }

  private Reply send(Operation operation, ObjectNode body) {
    String text = ContractTest.bodyOf(operation).isObject() ? body.toString() : "";
    return client.send(ADMIN, operation.method(), path(operation), text);
  }

  private static String path(Operation operation) {
    return operation.path().replaceAll("\\{\\w+}", UNKNOWN);
  }

  private static ObjectNode example(Operation operation) {
    JsonNode example = ContractTest.bodyOf(operation).path("examples").path(0);
    return example.isObject() ? example.deepCopy().asObject() : Json.object();
  }

  private record Field(String path, JsonNode schema) {}

  /** The body's fields, the first items of its arrays, and all fields and items of these. */
  private static List<Field> fields(String prefix, JsonNode schema) {
    List<Field> fields = new ArrayList<>();
    for (var property : schema.path("properties").properties()) {
      add(fields, prefix + property.getKey(), property.getValue());
    }
    if (schema.has("items")) {
      add(fields, prefix + FIRST, schema.path("items"));
    }
    return fields;
  }

  private static void add(List<Field> fields, String path, JsonNode schema) {
    fields.add(new Field(path, schema));
    fields.addAll(fields(path + ".", schema));
  }

  /** What is valid for no field of this type. */
  private static JsonNode wrong(JsonNode schema) {
    String type = schema.path("type").asString("array");
    return switch (type) {
      case "string" -> Json.object().numberNode(17);
      default -> Json.object().stringNode("neither object nor array nor boolean");
    };
  }

  /** Puts a value, and the objects and arrays around it where the example has none. */
  private static void put(JsonNode body, String path, JsonNode value) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      set(body, path, value);
      return;
    }
    String parent = path.substring(0, dot);
    String rest = path.substring(dot + 1);
    if (at(body, parent).isMissingNode()) {
      boolean holdsItems = rest.split("\\.", 2)[0].equals(FIRST);
      set(body, parent, holdsItems ? Json.object().arrayNode() : Json.object());
    }
    put(at(body, parent), rest, value);
  }

  private static JsonNode at(JsonNode node, String step) {
    return node.isArray() ? node.path(Integer.parseInt(step)) : node.path(step);
  }

  private static void set(JsonNode node, String step, JsonNode value) {
    switch (node) {
      case ObjectNode object -> object.set(step, value);
      case ArrayNode array when array.isEmpty() -> array.add(value);
      case ArrayNode array -> array.set(0, value);
      default -> throw new AssertionError(step + " cannot be in " + node);
    }
  }
}
