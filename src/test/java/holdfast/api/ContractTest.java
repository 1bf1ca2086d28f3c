package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.security.Permission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code openapi.yaml} against the code that is said to do it. */
class ContractTest extends ApiTest {
  private static final JsonNode DOCUMENT =
      new YAMLMapper().readTree(StrictContract.CONTRACT.yaml());
  private static final Set<String> KEYWORDS =
      Set.of(
          "type",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "enum",
          "const",
          "pattern",
          "format",
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "uniqueItems",
          "maxProperties",
          "description",
          "default",
          "examples",
          "writeOnly",
          "allOf",
          "if",
          "then",
          "$ref");

  @Test
  void everyRouteStandsInTheDocumentAndTheOtherWayRound() {
    Map<String, String> documented = new TreeMap<>();
    for (var path : DOCUMENT.path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        documented.put(
            method.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey(),
            method.getValue().path("operationId").asString());
      }
    }
    Map<String, String> routed = new TreeMap<>();
    operations.forEach(
        operation -> routed.put(operation.method() + " " + operation.path(), operation.id()));
    assertThat(routed).isEqualTo(documented);
    assertThat(new TreeSet<>(routed.values())).hasSize(routed.size());
  }

  @Test
  void everyOperationNamesThePermissionThatIsAskedFor() {
    for (Operation operation : operations) {
      JsonNode documented = StrictContract.CONTRACT.operation(operation.id());
      String permission =
          switch (operation.guard()) {
            case Guard.Needs needs -> needs.permission().wire();
            case Guard.AnyToken any -> "";
            case Guard.Anyone anyone -> "";
          };
      assertThat(documented.path("x-permission").asString("")).isEqualTo(permission);
      assertThat(documented.path("description").asString().lines())
          .filteredOn(line -> line.startsWith("Permission: "))
          .as(operation.id())
          .isEqualTo(described(operation.guard()));
      assertThat(documented.has("security"))
          .as(operation.id())
          .isEqualTo(operation.guard() instanceof Guard.Anyone);
    }
  }

  @Test
  void everyOperationNamesItsCommandAndItsClientCallAndNoOtherHasThem() {
    for (String way : List.of("x-cli", "x-client")) {
      assertThat(operations)
          .extracting(it -> StrictContract.CONTRACT.operation(it.id()).path(way).asString(""))
          .doesNotContain("")
          .doesNotHaveDuplicates();
    }
  }

  private static List<String> described(Guard guard) {
    return switch (guard) {
      case Guard.Needs needs -> List.of("Permission: `" + needs.permission().wire() + "`.");
      case Guard.AnyToken any -> List.of("Permission: none, but a valid token.");
      case Guard.Anyone anyone -> List.of();
    };
  }

  @Test
  void everyPermissionCanBeGivenToARole() {
    List<String> documented =
        DOCUMENT
            .at("/components/schemas/Permission/enum")
            .valueStream()
            .map(JsonNode::asString)
            .toList();
    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Permission.values()).map(Permission::wire).toList());
  }

  @Test
  void everyKeywordOfASchemaIsOneThatIsMeant() {
    List<String> unknown = new ArrayList<>();
    eachSchema(
        (path, schema) ->
            schema
                .propertyNames()
                .forEach(
                    name -> {
                      if (!KEYWORDS.contains(name)) {
                        unknown.add(path + ": " + name);
                      }
                    }));
    assertThat(unknown).isEmpty();
  }

  @Test
  void everyPatternOfARequestComesWithALength() {
    List<String> unbounded = new ArrayList<>();
    eachSchema(
        (path, schema) -> {
          boolean isRequest = path.contains("requestBody") || path.contains("parameters");
          boolean isText = schema.path("type").asString("").equals("string");
          if (isRequest && isText && !schema.has("maxLength") && !schema.has("enum")) {
            unbounded.add(path);
          }
        });
    assertThat(unbounded).isEmpty();
  }

  @Test
  void everyRequestBodyRefusesUnknownFieldsAndHasAnExample() {
    for (Operation operation : operations) {
      JsonNode body = bodyOf(operation);
      if (body.isObject()) {
        assertThat(body.path("additionalProperties").asBoolean(true)).as(operation.id()).isFalse();
        assertThat(Contract.schema(body).validate(body.path("examples").path(0))).isEmpty();
      }
    }
  }

  @Test
  void everyExampleOfAnAnswerIsValid() {
    StrictContract strict = new StrictContract();
    int examples = 0;
    for (Operation operation : operations) {
      JsonNode responses = StrictContract.CONTRACT.operation(operation.id()).path("responses");
      for (var response : responses.properties()) {
        JsonNode example = response.getValue().at("/content/application~1json/example");
        if (example.isObject()) {
          strict.check(operation.id(), Integer.parseInt(response.getKey()), example);
          examples++;
        }
      }
    }
    assertThat(examples).isGreaterThan(100);
  }

  @Test
  void isServedAsItIsWithoutAToken() {
    Reply reply = client.send("", "GET", "/v1/openapi.yaml", "");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo("application/yaml");
    assertThat(reply.http().body()).isEqualTo(StrictContract.CONTRACT.yaml());
  }

  static JsonNode bodyOf(Operation operation) {
    return StrictContract.CONTRACT
        .operation(operation.id())
        .at("/requestBody/content/application~1json/schema");
  }

  private void eachSchema(BiConsumer<String, JsonNode> visitor) {
    for (Operation operation : operations) {
      JsonNode documented = StrictContract.CONTRACT.operation(operation.id());
      visit(operation.id() + " requestBody", bodyOf(operation), visitor);
      for (JsonNode parameter : documented.path("parameters")) {
        if (parameter.path("in").asString().equals("query")) {
          visit(operation.id() + " parameters", parameter.path("schema"), visitor);
        }
      }
      for (var response : documented.path("responses").properties()) {
        visit(
            operation.id() + " " + response.getKey(),
            response.getValue().at("/content/application~1json/schema"),
            visitor);
      }
    }
  }

  private static void visit(String path, JsonNode schema, BiConsumer<String, JsonNode> visitor) {
    if (!schema.isObject()) {
      return;
    }
    visitor.accept(path, schema);
    for (var property : schema.path("properties").properties()) {
      visit(path + "." + property.getKey(), property.getValue(), visitor);
    }
    visit(path + "[]", schema.path("items"), visitor);
    visit(path + "{}", schema.path("additionalProperties"), visitor);
    for (JsonNode part : schema.path("allOf")) {
      visit(path + " then", part.path("then"), visitor);
    }
  }
}
