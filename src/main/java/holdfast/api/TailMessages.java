package holdfast.api;

import holdfast.catalog.LogStore.KeptLine;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The messages of a live tail, as the official client reads and writes them. */
final class TailMessages {
  private TailMessages() {}

  /**
   * The token in a client's first message.
   *
   * @throws ApiError when there is none
   */
  static String token(String message) {
    JsonNode auth = parsed(message).at("/data/auth");
    if (!auth.path("type").asString("").equals("apiToken")) {
      throw ApiError.unauthorized();
    }
    return auth.path("apiToken").asString("");
  }

  private static JsonNode parsed(String message) {
    try {
      JsonNode parsed = Json.parse(message);
      if (parsed.path("type").asString("").equals("init")) {
        return parsed;
      }
    } catch (JacksonException e) {
      // Said below, like any other message that is no login.
    }
    throw ApiError.invalid("type", "must be init in the first message");
  }

  static ObjectNode successful() {
    return message("init", Json.object().put("auth", "successful"));
  }

  static ObjectNode lines(List<KeptLine> lines) {
    return message("log-lines", LogResource.lines(lines));
  }

  static ObjectNode error(String why) {
    return message("error", Json.object().put("message", why));
  }

  private static ObjectNode message(String type, JsonNode data) {
    ObjectNode message = Json.object().put("type", type);
    message.set("data", data);
    return message;
  }

  /** A refusal in one text: clients show nothing but that. */
  static String words(ApiError refusal) {
    StringBuilder words = new StringBuilder(refusal.message());
    refusal
        .details()
        .forEach(
            (field, problems) ->
                problems.forEach(
                    problem ->
                        words.append(" ").append(field).append(" ").append(problem).append(".")));
    return words.toString();
  }
}
