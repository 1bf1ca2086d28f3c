package holdfast.testing;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.api.StrictContract;
import holdfast.api.WireAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * A plain HTTP client of a running server, for tests: every answer has to be as the contract says.
 *
 * @param token empty for none
 */
public record Api(String url, String token) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final StrictContract CONTRACT = new StrictContract();
  private static final Set<String> ENDS = Set.of("completed", "failed", "aborted", "not-supported");

  /** A status and a parsed body, which is missing where it is no JSON. */
  public record Answer(int status, JsonNode body) {
    public JsonNode data() {
      assertThat(status).as("%s", body).isEqualTo(200);
      return body.path("data");
    }
  }

  public Answer get(String path) {
    return call("GET", path, "");
  }

  public Answer post(String path, String json) {
    return call("POST", path, json.replace('\'', '"'));
  }

  public Answer delete(String path) {
    return call("DELETE", path, "");
  }

  public Answer call(String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<byte[]> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      CONTRACT.check(WireAnswer.of(response));
      return new Answer(response.statusCode(), json(response));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private static JsonNode json(HttpResponse<byte[]> response) {
    boolean isJson =
        response.headers().firstValue("Content-Type").orElse("").equals("application/json");
    return isJson ? JSON.readTree(response.body()) : MissingNode.getInstance();
  }

  /** Looks until the backup or restore has ended. */
  public static JsonNode ended(Supplier<JsonNode> look) {
    return until(look, it -> ENDS.contains(it.path("status").asString()));
  }

  /** Looks again and again, for at most two minutes. */
  public static <T> T until(Supplier<T> look, Predicate<T> done) {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    T value = look.get();
    while (!done.test(value)) {
      assertThat(System.nanoTime()).as("did not happen in time: %s", value).isLessThan(deadline);
      pause();
      value = look.get();
    }
    return value;
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
