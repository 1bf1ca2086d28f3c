package holdfast.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the JSON of a request, within limits. */
final class RequestBody {
  static final int MAX_BYTES = 1 << 20;
  private static final int MAX_DEPTH = 32;

  private static final JsonMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private RequestBody() {}

  /** The body's JSON; null when it has none, whatever its content type. */
  static @Nullable JsonNode read(HttpServletRequest request) {
    if (request.getContentLengthLong() > MAX_BYTES) {
      throw ApiError.bodyTooLarge(MAX_BYTES);
    }
    byte[] bytes = bytes(request);
    if (bytes.length > MAX_BYTES) {
      throw ApiError.bodyTooLarge(MAX_BYTES);
    }
    if (bytes.length == 0) {
      return null;
    }
    requireJson(request.getContentType());
    return parse(bytes);
  }

  private static byte[] bytes(HttpServletRequest request) {
    try {
      return request.getInputStream().readNBytes(MAX_BYTES + 1);
    } catch (IOException | HttpException.RuntimeException e) {
      // The caller went away, was too slow or sent no valid chunks: no failure of ours.
      throw ApiError.bodyIncomplete();
    }
  }

  private static void requireJson(@Nullable String contentType) {
    String type = contentType == null ? "application/json" : contentType.split(";", 2)[0].strip();
    if (!type.toLowerCase(Locale.ROOT).equals("application/json")) {
      throw ApiError.invalid(
          Wording.WHOLE,
          "must be sent as application/json. Received \"%s\"".formatted(Wording.shortened(type)));
    }
  }

  private static JsonNode parse(byte[] bytes) {
    try {
      return STRICT.readTree(bytes);
    } catch (JacksonException e) {
      // The parser's own message quotes the body, secrets included.
      TokenStreamLocation place = e.getLocation();
      throw ApiError.invalid(
          Wording.WHOLE,
          "must be JSON, at most %d levels deep, with each key once. Failed at line %d, column %d"
              .formatted(
                  MAX_DEPTH,
                  place == null ? 1 : place.getLineNr(),
                  place == null ? 1 : place.getColumnNr()));
    }
  }
}
