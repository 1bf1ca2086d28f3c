package holdfast.api;

/**
 * What can be set about the API.
 *
 * @param requestsPerHour of each token; 0 for no limit
 */
public record ApiSettings(int requestsPerHour) {
  public ApiSettings {
    if (requestsPerHour < 0) {
      throw new IllegalArgumentException("requests per hour: " + requestsPerHour);
    }
  }
}
