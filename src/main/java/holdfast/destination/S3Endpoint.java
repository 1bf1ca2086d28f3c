package holdfast.destination;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where an S3 server answers. Amazon's own is addressed by {@code bucket.host}; every other by
 * {@code host/bucket}, which all of them know and which needs no name and no certificate for each
 * bucket.
 */
record S3Endpoint(URI uri) {

  /**
   * @param configured a host, which means https, or a URL
   * @throws FailureException {@code DESTINATION_INVALID}
   */
  static S3Endpoint of(String configured) throws FailureException {
    try {
      URI uri = new URI(configured.contains("://") ? configured : "https://" + configured);
      if (isUsable(uri)) {
        return new S3Endpoint(uri);
      }
    } catch (URISyntaxException unreadable) {
      throw invalid();
    }
    throw invalid();
  }

  private static boolean isUsable(URI uri) {
    return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
        && uri.getHost() != null
        && uri.getUserInfo() == null
        && uri.getQuery() == null
        && uri.getFragment() == null;
  }

  boolean pathStyle() {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    return !host.endsWith(".amazonaws.com") && !host.endsWith(".amazonaws.com.cn");
  }

  /** Does not repeat what was configured: somebody may have put a password into it. */
  private static FailureException invalid() {
    return new FailureException(
        FailureCode.DESTINATION_INVALID,
        "the endpoint is neither a host nor an http or https URL",
        "Give the server's host, such as s3.eu-central-1.amazonaws.com, or its URL, such as"
            + " http://10.0.0.5:9000, without user, query and bucket.");
  }

  @Override
  public String toString() {
    return uri.getAuthority();
  }
}
