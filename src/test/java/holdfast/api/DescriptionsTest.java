package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** {@code openapi.yaml} leaves nothing undescribed, and shows an example of everything. */
class DescriptionsTest {
  private static final String JSON = "/content/application~1json";

  @TestFactory
  Stream<DynamicTest> describesEverything() {
    return each("is described", (id, operation) -> assertThat(undescribed(operation)).isEmpty());
  }

  private static List<String> undescribed(JsonNode operation) {
    List<String> missing = new ArrayList<>();
    requireText(operation, "the operation", missing);
    for (JsonNode parameter : operation.path("parameters")) {
      requireText(parameter, parameter.path("name").asString(), missing);
    }
    fields("body", operation.at("/requestBody" + JSON + "/schema"), missing);
    for (var response : operation.path("responses").properties()) {
      requireText(response.getValue(), response.getKey(), missing);
      fields(response.getKey(), response.getValue().at(JSON + "/schema"), missing);
      for (var header : response.getValue().path("headers").properties()) {
        requireText(header.getValue(), response.getKey() + " " + header.getKey(), missing);
      }
    }
    return missing;
  }

  private static void fields(String path, JsonNode schema, List<String> missing) {
    for (var field : schema.path("properties").properties()) {
      String name = path + "." + field.getKey();
      requireText(field.getValue(), name, missing);
      fields(name, field.getValue(), missing);
    }
    if (schema.has("items")) {
      fields(path + "[]", schema.path("items"), missing);
    }
  }

  /** A sentence, and not a word. */
  private static void requireText(JsonNode node, String name, List<String> missing) {
    String text = node.path("description").asString("").strip();
    if (!text.matches("(?s)[A-Z`'0-9].*[.)\\d`]")) {
      missing.add(name + ": " + text);
    }
  }

  @TestFactory
  Stream<DynamicTest> showsAnExampleOfEverything() {
    return each(
        "has examples",
        (id, operation) -> {
          for (JsonNode parameter : operation.path("parameters")) {
            showsParameter(parameter);
          }
          JsonNode body = operation.at("/requestBody" + JSON + "/schema");
          body.path("examples")
              .forEach(it -> assertThat(Contract.schema(body).validate(it)).isEmpty());
          assertThat(body.isMissingNode() || body.has("examples")).isTrue();
          for (JsonNode response : operation.path("responses")) {
            JsonNode content = response.at(JSON);
            assertThat(content.isMissingNode() || content.has("example"))
                .as(response.path("description").asString())
                .isTrue();
          }
        });
  }

  private static void showsParameter(JsonNode parameter) {
    String name = parameter.path("name").asString();
    assertThat(!parameter.path("required").asBoolean(false) || parameter.has("example"))
        .as(name)
        .isTrue();
    if (parameter.has("example")) {
      assertThat(Contract.schema(parameter.path("schema")).validate(parameter.path("example")))
          .as(name)
          .isEmpty();
    }
  }

  @TestFactory
  Stream<DynamicTest> saysWhichErrorsItAnswers() {
    return each(
        "says which errors it answers",
        (id, operation) -> {
          Set<String> statuses = new TreeSet<>(operation.path("responses").propertyNames());
          assertThat(statuses).contains(expectedStatuses(operation).toArray(String[]::new));
        });
  }

  private static Set<String> expectedStatuses(JsonNode operation) {
    Set<String> expected = new TreeSet<>(Set.of("200"));
    boolean isOpen = operation.has("security");
    if (!isOpen) {
      expected.addAll(Set.of("401", "429", "500"));
    }
    if (operation.has("x-permission")) {
      expected.add("403");
    }
    if (operation.has("requestBody")) {
      expected.addAll(Set.of("400", "413"));
    }
    for (JsonNode parameter : operation.path("parameters")) {
      expected.add(parameter.path("in").asString().equals("path") ? "404" : "400");
    }
    return expected;
  }

  private interface Check {
    void of(String id, JsonNode operation);
  }

  private static Stream<DynamicTest> each(String what, Check check) {
    return StrictContract.CONTRACT.operationIds().stream()
        .map(
            id ->
                dynamicTest(
                    id + " " + what.toLowerCase(Locale.ROOT),
                    () -> check.of(id, StrictContract.CONTRACT.operation(id))));
  }
}
