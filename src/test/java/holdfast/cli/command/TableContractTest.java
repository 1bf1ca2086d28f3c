package holdfast.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The table of commands is what openapi.yaml says. */
class TableContractTest {
  private static JsonNode contract;
  private static Map<String, JsonNode> operations;
  private static Map<String, String> places;

  @BeforeAll
  static void readTheContract() throws IOException {
    try (InputStream document = TableContractTest.class.getResourceAsStream("/openapi.yaml")) {
      contract = YAMLMapper.shared().readTree(document);
    }
    operations = new TreeMap<>();
    places = new TreeMap<>();
    contract
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method -> {
                          String words = method.getValue().path("x-cli").asString();
                          operations.put(words, method.getValue());
                          places.put(
                              words,
                              method.getKey().toUpperCase(java.util.Locale.ROOT)
                                  + " "
                                  + path.getKey());
                        }));
  }

  private static JsonNode inContract(Operation operation) {
    return Objects.requireNonNull(operations.get(operation.words()), operation.words());
  }

  @Test
  void everyOperationHasItsCommandAndEveryCommandItsOperation() {
    Map<String, String> table = new TreeMap<>();
    CommandTable.operations().forEach(it -> table.put(it.words(), it.method() + " " + it.path()));
    assertThat(table).isEqualTo(places);
    assertThat(table).hasSameSizeAs(CommandTable.operations());
  }

  @Test
  void everyParameterIsAnOption() {
    for (Operation operation : CommandTable.operations()) {
      assertThat(describe(operation))
          .as(operation.words())
          .isEqualTo(describe(inContract(operation)));
    }
  }

  private static Set<String> describe(Operation operation) {
    Set<String> all = new TreeSet<>();
    operation.pathParameters().forEach(it -> all.add(describe("path", it)));
    CallFlags.query(operation).forEach(it -> all.add(describe("query", it)));
    return all;
  }

  private static String describe(String place, Parameter parameter) {
    return "%s %s switch=%s repeatable=%s %s"
        .formatted(
            place,
            parameter.name(),
            parameter.label().isEmpty(),
            parameter.isRepeatable(),
            parameter.choices());
  }

  private static Set<String> describe(JsonNode operation) {
    Set<String> all = new TreeSet<>();
    for (JsonNode each : operation.path("parameters")) {
      JsonNode parameter = resolved(each);
      JsonNode schema = parameter.path("schema");
      String type = schema.path("type").asString("");
      all.add(
          "%s %s switch=%s repeatable=%s %s"
              .formatted(
                  parameter.path("in").asString(),
                  parameter.path("name").asString(),
                  type.equals("boolean"),
                  type.equals("array"),
                  texts(schema.path("enum"))));
    }
    return all;
  }

  @Test
  void bodiesAreTakenWhereTheContractTakesThem() {
    for (Operation operation : CommandTable.operations()) {
      JsonNode body = inContract(operation).path("requestBody");
      Body.Need need =
          body.isMissingNode()
              ? Body.Need.NONE
              : body.path("required").asBoolean(false) ? Body.Need.REQUIRED : Body.Need.OPTIONAL;
      assertThat(operation.body().need()).as(operation.words()).isEqualTo(need);
    }
  }

  @Test
  void optionsOfBodiesAreMembersOfTheirSchemas() {
    for (Operation operation : CommandTable.operations()) {
      JsonNode body = inContract(operation).path("requestBody");
      JsonNode schema = resolved(body.at("/content/application~1json/schema"));
      for (Field field : operation.body().fields()) {
        check(operation.words() + " " + field.path(), field, member(schema, field.path()));
      }
    }
  }

  private static void check(String what, Field field, JsonNode schema) {
    assertThat(schema.isMissingNode()).as(what).isFalse();
    assertThat(field.choices()).as(what).isEqualTo(texts(schema.path("enum")));
    String type =
        schema.path("type").isArray()
            ? schema.path("type").get(0).asString()
            : schema.path("type").asString("string");
    String items = resolved(schema.path("items")).path("type").asString("string");
    String expected =
        switch (field.kind()) {
          case TEXT -> "string";
          case NUMBER -> "integer";
          case TRUE, FALSE -> "boolean";
          case TEXTS -> "array of string";
          case NUMBERS -> "array of integer";
        };
    assertThat(type.equals("array") ? "array of " + items : type).as(what).isEqualTo(expected);
  }

  /** Also of a schema that is one of several. */
  private static JsonNode member(JsonNode schema, String path) {
    String[] names = path.split("\\.", 2);
    List<JsonNode> shapes = new ArrayList<>(List.of(schema));
    for (String several : new String[] {"oneOf", "anyOf", "allOf"}) {
      schema.path(several).forEach(it -> shapes.add(resolved(it)));
    }
    for (JsonNode shape : shapes) {
      JsonNode found = shape.path("properties").path(names[0]);
      if (!found.isMissingNode()) {
        return names.length == 1 ? resolved(found) : member(resolved(found), names[1]);
      }
    }
    return contract.path("nothing");
  }

  private static JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asString("");
    return reference.isEmpty() ? node : contract.at(reference.substring(1));
  }

  private static List<String> texts(JsonNode values) {
    return values.valueStream().map(JsonNode::asString).toList();
  }

  @Test
  void secretsHaveNoOption() {
    for (Command command : CommandTable.all()) {
      if (command.deed() instanceof Command.Call) {
        assertThat(command.flags())
            .as(command.words())
            .noneMatch(
                it ->
                    it.name()
                        .matches(
                            "--(.*secret.*|.*password.*|token|uri|connection-string|import-url|access-key)"));
      }
    }
  }

  @Test
  void noCommandHasTwoOptionsOfOneName() {
    for (Command command : CommandTable.all()) {
      List<String> names = command.flags().stream().flatMap(it -> it.names().stream()).toList();
      assertThat(names).as(command.words()).doesNotHaveDuplicates();
    }
  }

  @Test
  void pagedListsArePagedInTheContract() {
    for (Operation operation : CommandTable.operations()) {
      boolean hasCursor =
          inContract(operation)
              .path("parameters")
              .valueStream()
              .anyMatch(it -> resolved(it).path("name").asString("").equals("cursor"));
      assertThat(operation.isPaged()).as(operation.words()).isEqualTo(hasCursor);
    }
  }

  @Test
  void everyCommandHasAnExampleOfItsOwn() {
    Set<String> examples = new HashSet<>();
    for (Command command : CommandTable.all()) {
      assertThat(command.examples()).as(command.words()).isNotEmpty();
      if (command.standsFor().isEmpty()) {
        assertThat(examples.addAll(command.examples())).as(command.words()).isTrue();
      }
    }
  }

  @Test
  void everyExampleIsOfACommand() {
    for (Command command : CommandTable.all()) {
      for (String example : command.examples()) {
        String words = example.replaceAll(".*holdfast ", "");
        assertThat(CommandTable.find(List.of(words.split("[ )]")))).as(example).isPresent();
      }
    }
  }
}
