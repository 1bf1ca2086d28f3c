package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the comparison with the contract lets pass, and what not. */
class StrictContractTest {
  private static final String JSON = "application/json";
  private static final String DESTINATION = "/v1/backup-destinations/built-in";
  private static final String NO_ROUTE =
      "{'error':{'status':404,'message':'Not found. The requested route does not exist'}}";
  private final StrictContract strict = new StrictContract();

  private static WireAnswer answer(
      String method, String path, int status, String type, String body) {
    return new WireAnswer(
        method,
        path,
        status,
        HttpHeaders.of(
            Map.of("Content-Type", List.of(type), "Allow", List.of("GET, HEAD")),
            (name, value) -> true),
        body.replace('\'', '"'));
  }

  private void passes(WireAnswer answer) {
    strict.check(answer);
  }

  private void fails(WireAnswer answer) {
    assertThatThrownBy(() -> strict.check(answer)).isInstanceOf(AssertionError.class);
  }

  @Test
  void anAnswerHasTheBodyThatItsStatusHas() {
    passes(answer("DELETE", DESTINATION, 200, JSON, "{'data':{}}"));
    fails(answer("DELETE", DESTINATION, 200, JSON, ""));
    fails(answer("DELETE", DESTINATION, 200, JSON, "{}"));
    fails(answer("DELETE", DESTINATION, 200, JSON, "{'data':{'more':1}}"));
    fails(answer("DELETE", DESTINATION, 200, JSON, "{'data':{},'more':1}"));
    assertThatThrownBy(() -> strict.check(answer("DELETE", DESTINATION, 200, JSON, "no JSON")))
        .isNotNull();
  }

  @Test
  void anAnswerHasAStatusAndATypeOfItsOperation() {
    fails(answer("DELETE", DESTINATION, 204, JSON, "{'data':{}}"));
    fails(answer("DELETE", DESTINATION, 201, JSON, "{'data':{}}"));
    fails(answer("DELETE", DESTINATION, 200, "text/plain", "{'data':{}}"));
    fails(answer("DELETE", DESTINATION, 200, "", "{'data':{}}"));
    passes(answer("GET", "/v1/openapi.yaml", 200, "application/yaml", "openapi: 3.1.0"));
    fails(answer("GET", "/v1/openapi.yaml", 200, "application/yaml", ""));
    fails(answer("GET", "/v1/openapi.yaml", 200, JSON, "{'data':{}}"));
  }

  @Test
  void anErrorSaysItsOwnStatus() {
    passes(answer("GET", DESTINATION, 404, JSON, "{'error':{'status':404,'message':'None.'}}"));
    fails(answer("GET", DESTINATION, 404, JSON, "{'error':{'status':400,'message':'None.'}}"));
    fails(answer("GET", DESTINATION, 404, JSON, "{'error':{'status':404}}"));
    fails(answer("GET", DESTINATION, 404, JSON, ""));
    fails(answer("GET", DESTINATION, 409, JSON, "{'error':{'status':409,'message':'No.'}}"));
  }

  @Test
  void anAnswerToHeadHasNoBody() {
    passes(answer("HEAD", DESTINATION, 404, JSON, ""));
    fails(answer("HEAD", DESTINATION, 404, JSON, NO_ROUTE));
    fails(answer("HEAD", DESTINATION, 404, "text/plain", ""));
  }

  @Test
  void anotherMethodIsRefusedInPlainTextWithThoseThatThereAre() {
    passes(answer("POST", "/v1/plans", 405, "text/plain", "Method Not Allowed"));
    fails(answer("POST", "/v1/plans", 405, "text/plain", ""));
    fails(answer("POST", "/v1/plans", 405, JSON, "Method Not Allowed"));
    fails(answer("POST", "/v1/plans", 404, JSON, NO_ROUTE));
    fails(answer("PATCH", "/v1/projects", 405, "text/plain", "Method Not Allowed"));
  }

  @Test
  void anotherRouteIsNotFoundInTheContractsWords() {
    passes(answer("GET", "/v2", 404, JSON, NO_ROUTE));
    passes(answer("GET", "/v1/teams/any/plans", 404, JSON, NO_ROUTE));
    fails(answer("GET", "/v2", 404, JSON, ""));
    fails(answer("GET", "/v2", 404, "text/html", NO_ROUTE));
    fails(answer("GET", "/v2", 404, JSON, "{'error':{'status':404,'message':'Not found.'}}"));
    fails(answer("GET", "/v2", 200, JSON, "{'data':{}}"));
  }

  @Test
  void noObjectOfAnAnswerTakesAFieldThatIsNotDeclared() {
    List<String> open = new ArrayList<>();
    for (String operation : StrictContract.operationIds()) {
      JsonNode responses = StrictContract.CONTRACT.operation(operation).path("responses");
      for (var response : responses.properties()) {
        JsonNode schema = response.getValue().at("/content/application~1json/schema");
        collectOpen(operation + " " + response.getKey(), schema, open);
      }
    }
    assertThat(open).isEmpty();
  }

  /** What a caller gave and gets back is as open as it was; and details are named by fields. */
  private static void collectOpen(String path, JsonNode schema, List<String> open) {
    JsonNode more = schema.path("additionalProperties");
    boolean isDetails = path.endsWith(".error.details");
    if (more.isObject() && !isDetails) {
      open.add(path);
    }
    for (var property : schema.path("properties").properties()) {
      collectOpen(path + "." + property.getKey(), property.getValue(), open);
    }
    if (schema.path("items") instanceof ObjectNode items) {
      collectOpen(path + "[]", items, open);
    }
  }
}
