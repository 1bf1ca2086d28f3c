package holdfast.api;

import org.jspecify.annotations.Nullable;

/**
 * What can be set about the API.
 *
 * @param requestsPerHour of each token; 0 for no limit
 * @param publicUrl where callers reach this server, without a slash at the end; null for where they
 *     say that they do
 */
public record ApiSettings(int requestsPerHour, @Nullable String publicUrl) {
  public ApiSettings {
    if (requestsPerHour < 0) {
      throw new IllegalArgumentException("requests per hour: " + requestsPerHour);
    }
  }

  /** The beginning of links that the caller of this request can follow. */
  String urlFor(Request request) {
    return publicUrl != null ? publicUrl : "http://" + request.headers().first("Host");
  }
}
