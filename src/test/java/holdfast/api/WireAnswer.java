package holdfast.api;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * An answer as it came over the wire, and what it was to.
 *
 * @param path as it stood in the request line, without a query
 */
public record WireAnswer(String method, String path, int status, HttpHeaders headers, String body) {

  public static WireAnswer of(HttpResponse<byte[]> response) {
    return new WireAnswer(
        response.request().method(),
        response.uri().getRawPath(),
        response.statusCode(),
        response.headers(),
        new String(response.body(), StandardCharsets.UTF_8));
  }

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  String type() {
    return header("Content-Type");
  }

  boolean isJson() {
    return type().equals("application/json");
  }

  /** Fails for what is no JSON. */
  JsonNode json() {
    try {
      return Json.parse(body);
    } catch (JacksonException e) {
      throw new AssertionError(this + " is no JSON", e);
    }
  }

  @Override
  public String toString() {
    return "%s %s: %d %s %s".formatted(method, path, status, type(), shortened());
  }

  private String shortened() {
    return body.length() <= 2000 ? body : body.substring(0, 2000) + "…";
  }
}
