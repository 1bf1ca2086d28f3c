package holdfast.cli.remote;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server has answered that it will not, or cannot. */
public final class ApiException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int TOO_LONG = 300;

  private final int status;
  private final String code;
  private final transient List<String> details;
  private final long retryAfterSeconds;

  private ApiException(
      int status, String code, String message, List<String> details, long retryAfterSeconds) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /**
   * Of an answer that is no success.
   *
   * @param body as it came: the API's errors are JSON, those of what stands in between are not
   */
  static ApiException of(int status, String body, Optional<String> retryAfter) {
    JsonNode error = error(body);
    List<String> details = new ArrayList<>();
    for (var field : error.path("details").properties()) {
      field.getValue().forEach(problem -> details.add(field.getKey() + " " + problem.asString("")));
    }
    String message = error.path("message").asString(shortened(body));
    return new ApiException(
        status, error.path("id").asString(""), message, details, seconds(retryAfter));
  }

  private static JsonNode error(String body) {
    JsonMapper json = ApiClient.JSON;
    try {
      return json.readTree(body).path("error");
    } catch (JacksonException e) {
      return json.missingNode();
    }
  }

  private static String shortened(String body) {
    return body.length() <= TOO_LONG ? body : body.substring(0, TOO_LONG) + "...";
  }

  private static long seconds(Optional<String> retryAfter) {
    try {
      return Long.parseLong(retryAfter.orElse("0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  public int status() {
    return status;
  }

  /** The API's word for what went wrong; empty where it gives none. */
  public String code() {
    return code;
  }

  /** What is wrong with which field. */
  public List<String> details() {
    return details;
  }

  /** When it may be asked again; 0 where that is not said. */
  public long retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
