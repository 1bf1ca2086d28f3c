package holdfast.api;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Each rule that the contract has for a field or a query parameter is broken once. The paths name
 * nothing that exists: what is sent is looked at first.
 */
class EveryFieldTest extends OperationsTest {

  @TestFactory
  Stream<DynamicTest> refusesEachFieldThatBreaksARule() {
    return eachField("breaking a rule", this::breaksEachRule);
  }

  private void breaksEachRule(Operation operation, BodyField field) {
    for (Violation violation : Violation.of(field.schema())) {
      with(operation, field.path(), violation.value())
          .invalidOnly(field.path(), violation.problem());
    }
  }

  @TestFactory
  Stream<DynamicTest> refusesEachQueryParameterThatBreaksARule() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Operation operation : operations) {
      for (JsonNode parameter :
          StrictContract.CONTRACT.operation(operation.id()).path("parameters")) {
        if (parameter.path("in").asString().equals("query")) {
          String name = parameter.path("name").asString();
          JsonNode schema = parameter.path("schema");
          tests.add(
              dynamicTest(
                  operation.id() + " with a wrong " + name,
                  () -> breaksEachRule(operation, name, schema)));
        }
      }
    }
    return tests.stream();
  }

  private void breaksEachRule(Operation operation, String name, JsonNode schema) {
    for (Violation violation : Violation.ofQuery(schema)) {
      String path = path(operation) + violation.query(name);
      send(operation, path, example(operation)).invalidOnly(name, violation.problem());
    }
    for (Violation violation : Violation.ofQuery(schema.path("items"))) {
      String path = path(operation) + violation.query(name);
      send(operation, path, example(operation)).invalidOnly(name + ".0", violation.problem());
    }
  }

  @TestFactory
  Stream<DynamicTest> refusesUnknownFields() {
    return those(
        OperationsTest::hasBody,
        "with an unknown field",
        operation -> refusesUnknownField(operation, "surplus"));
  }

  @TestFactory
  Stream<DynamicTest> refusesUnknownFieldsOfFields() {
    return eachField(
        "with an unknown field",
        (operation, field) -> {
          if (!field.schema().path("additionalProperties").asBoolean(true)) {
            refusesUnknownField(operation, field.path() + ".surplus");
          }
        });
  }

  private void refusesUnknownField(Operation operation, String path) {
    with(operation, path, Json.object().stringNode("a value")).invalidOnly(path, "is not allowed");
  }

  @TestFactory
  Stream<DynamicTest> refusesBodiesThatLackARequiredField() {
    return those(
        OperationsTest::hasBody,
        "without a required field",
        operation -> {
          for (JsonNode required : ContractTest.bodyOf(operation).path("required")) {
            ObjectNode body = example(operation);
            body.remove(required.asString());
            send(operation, path(operation), body).invalidOnly(required.asString(), "is required");
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> refusesFieldsThatLackARequiredField() {
    return eachField("without a required field", this::refusesMissingFields);
  }

  private void refusesMissingFields(Operation operation, BodyField field) {
    for (JsonNode required : field.schema().path("required")) {
      String path = field.path() + "." + required.asString();
      ObjectNode body = example(operation);
      BodyField.remove(body, ContractTest.bodyOf(operation), path);
      send(operation, path(operation), body).invalidOnly(path, "is required");
    }
  }

  private Reply with(Operation operation, String field, JsonNode value) {
    ObjectNode body = example(operation);
    BodyField.put(body, ContractTest.bodyOf(operation), field, value);
    return send(operation, path(operation), body);
  }

  private Stream<DynamicTest> eachField(String what, BiConsumer<Operation, BodyField> check) {
    return operations.stream()
        .filter(OperationsTest::hasBody)
        .flatMap(
            operation ->
                BodyField.of(ContractTest.bodyOf(operation)).stream()
                    .map(
                        field ->
                            dynamicTest(
                                operation.id() + " with " + field.path() + " " + what,
                                () -> check.accept(operation, field))));
  }
}
