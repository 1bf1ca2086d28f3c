package holdfast.reference;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One call of an operation, with the contract's own example values: what all three ways show.
 *
 * @param query the parameters that have an example
 * @param body the body's first example; null where there is none
 */
record Call(Entry entry, List<Value> path, List<Value> query, @Nullable JsonNode body) {

  /** A parameter and its example. */
  record Value(String name, JsonNode value) {
    String text() {
      return value.asString();
    }
  }

  static Call of(Entry entry) {
    JsonNode body = entry.bodySchema().path("examples").path(0);
    return new Call(
        entry,
        examples(entry.parameters("path")),
        examples(entry.parameters("query")),
        body.isMissingNode() ? null : body);
  }

  private static List<Value> examples(Stream<JsonNode> parameters) {
    return parameters
        .filter(parameter -> parameter.has("example"))
        .map(parameter -> new Value(parameter.path("name").asString(), parameter.path("example")))
        .toList();
  }
}
