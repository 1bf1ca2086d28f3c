package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What holds of each operation, asked of each as it stands in the contract. */
class EveryOperationTest extends OperationsTest {
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND");

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
  Stream<DynamicTest> refusesOtherMethods() {
    return operations.stream()
        .map(Operation::path)
        .distinct()
        .map(path -> dynamicTest(path + " by another method", () -> refusesOtherMethods(path)));
  }

  private void refusesOtherMethods(String path) {
    Set<String> methods = new TreeSet<>();
    operations.stream()
        .filter(operation -> leadsTo(path, operation.path()))
        .map(Operation::method)
        .forEach(methods::add);
    for (String method : METHODS) {
      if (!methods.contains(method)) {
        Reply reply = client.send("", method, path.replaceAll("\\{\\w+}", UNKNOWN), "");
        assertThat(reply.status()).as(method).isEqualTo(405);
        assertThat(reply.header("Content-Type")).isEqualTo("text/plain");
        assertThat(reply.header("Allow"))
            .isEqualTo(String.join(", ", methods).replace("GET", "GET, HEAD"));
      }
    }
  }

  /** Whether it is that path, or has a parameter where that one has a word. */
  private static boolean leadsTo(String path, String template) {
    return path.matches(template.replaceAll("\\{\\w+}", "[^/]+"));
  }

  @TestFactory
  Stream<DynamicTest> answersUnderTheTeamsPathToo() {
    return guarded(
        "for a team",
        operation -> {
          boolean isTeamless =
              List.of("listAddonTypes", "listPlans", "listRegions", "login", "importAddonBackup")
                  .contains(operation.id());
          String path = path(operation).replaceFirst("/v1", "/v1/teams/any-team");
          client.send("", operation.method(), path, "").refused(isTeamless ? 404 : 401, "");
        });
  }

  private Stream<DynamicTest> guarded(String what, Consumer<Operation> check) {
    return those(operation -> !(operation.guard() instanceof Guard.Anyone), what, check);
  }
}
