package holdfast.cli.remote;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads by the JDK's older HTTP client. Most commands are a single read, and the newer client takes
 * longer to get ready for one than the rest of the command takes; but the older one knows no PATCH
 * and no WebSocket.
 */
final class QuickRead {
  private final Duration connectTimeout;
  private final Duration readTimeout;
  private final String token;

  /**
   * @param readTimeout between two parts of an answer
   * @param token empty for none
   */
  QuickRead(Duration connectTimeout, Duration readTimeout, String token) {
    this.connectTimeout = connectTimeout;
    this.readTimeout = readTimeout;
    this.token = token;
  }

  /** The body of the answer. */
  String get(URI address) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout((int) connectTimeout.toMillis());
    connection.setReadTimeout((int) readTimeout.toMillis());
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setRequestProperty("Accept", "*/*");
    if (!token.isEmpty()) {
      connection.setRequestProperty("Authorization", "Bearer " + token);
    }
    int status = connection.getResponseCode();
    if (status != 200) {
      Optional<String> retryAfter = Optional.ofNullable(connection.getHeaderField("Retry-After"));
      throw ApiException.of(status, text(connection.getErrorStream()), retryAfter);
    }
    return text(connection.getInputStream());
  }

  private static String text(@Nullable InputStream body) throws IOException {
    if (body == null) {
      return "";
    }
    try (body) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
