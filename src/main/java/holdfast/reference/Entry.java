package holdfast.reference;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * One operation of the contract.
 *
 * @param path with its parameters in braces
 * @param described what the contract says of it, with every reference replaced by what it names
 */
record Entry(String method, String path, JsonNode described) {
  private static final String PERMISSION = "Permission: ";

  /** In the order of the document. */
  static List<Entry> of(JsonNode document) {
    return document.path("paths").properties().stream()
        .flatMap(
            path ->
                path.getValue().properties().stream()
                    .map(
                        method ->
                            new Entry(
                                method.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                method.getValue())))
        .toList();
  }

  String id() {
    return text("operationId");
  }

  String tag() {
    return described.path("tags").path(0).asString();
  }

  String summary() {
    return text("summary");
  }

  /** Without the line that names the permission. */
  String description() {
    int end = text("description").indexOf(PERMISSION);
    return end < 0 ? text("description") : text("description").substring(0, end);
  }

  /** In words, or as roles spell it, between backquotes. */
  String permission() {
    if (isOpen()) {
      return "None, and no token either.";
    }
    int begin = text("description").indexOf(PERMISSION);
    String named = text("description").substring(begin + PERMISSION.length()).strip();
    return named.startsWith("none") ? "None, but a valid token." : named;
  }

  /** Whether it is for anyone. */
  boolean isOpen() {
    return described.has("security");
  }

  String command() {
    return text("x-cli");
  }

  String clientCall() {
    return text("x-client");
  }

  /**
   * @param place {@code path} or {@code query}
   */
  Stream<JsonNode> parameters(String place) {
    return described
        .path("parameters")
        .valueStream()
        .filter(parameter -> parameter.path("in").asString().equals(place));
  }

  /** Missing for an operation that takes none. */
  JsonNode bodySchema() {
    return described.at("/requestBody/content/application~1json/schema");
  }

  boolean needsBody() {
    return described.at("/requestBody/required").asBoolean(false);
  }

  JsonNode responses() {
    return described.path("responses");
  }

  boolean hasPages() {
    return responses().at("/200/content/application~1json/schema/properties").has("pagination");
  }

  boolean answersBytes() {
    return responses().at("/200/content").has("application/octet-stream");
  }

  private String text(String field) {
    return described.path(field).asString("");
  }
}
