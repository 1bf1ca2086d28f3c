package holdfast.api;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is asked of each operation as it stands in the contract. */
abstract class OperationsTest extends ApiTest {
  static final String UNKNOWN = "no-such-thing";

  final Stream<DynamicTest> those(
      Predicate<Operation> which, String what, Consumer<Operation> check) {
    return operations.stream()
        .filter(which)
        .map(operation -> dynamicTest(operation.id() + " " + what, () -> check.accept(operation)));
  }

  static boolean hasBody(Operation operation) {
    return ContractTest.bodyOf(operation).isObject();
  }

  /** The body's first example; an empty object where the operation takes none. */
  static ObjectNode example(Operation operation) {
    JsonNode example = ContractTest.bodyOf(operation).path("examples").path(0);
    return example.isObject() ? example.deepCopy().asObject() : Json.object();
  }

  /** With ids of nothing. */
  static String path(Operation operation) {
    return operation.path().replaceAll("\\{\\w+}", UNKNOWN);
  }

  /** By who may do everything. */
  final Reply send(Operation operation, String path, ObjectNode body) {
    String text = hasBody(operation) ? body.toString() : "";
    return client.send(ADMIN, operation.method(), path, text);
  }
}
