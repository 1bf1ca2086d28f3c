package holdfast.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/**
 * Where something lies in the web. May hold a password or a signature, so {@link #toString} shows
 * nothing.
 */
public record WebUrl(Secret secret) {
  private static final Set<String> SCHEMES = Set.of("http", "https");

  public WebUrl(String url) {
    this(new Secret(url));
  }

  /**
   * The parsed URL, secrets included.
   *
   * @throws FailureException {@code CONNECTION_INVALID} unless it is an http or https URL with a
   *     host
   */
  public URI reveal() throws FailureException {
    URI uri = parse();
    if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))) {
      throw invalid("it does not begin with http:// or https://");
    }
    if (uri.getHost() == null || uri.getPort() > 65_535 || uri.getPort() == 0) {
      throw invalid("it names no host, or no possible port");
    }
    return uri;
  }

  private URI parse() throws FailureException {
    try {
      return new URI(secret.reveal());
    } catch (URISyntaxException e) {
      // The cause's message holds the input: it must go no further.
      throw invalid("it cannot be parsed at character " + e.getIndex());
    }
  }

  private static FailureException invalid(String why) {
    return new FailureException(
        FailureCode.CONNECTION_INVALID,
        "the URL cannot be used: " + why,
        "Write it as https://host/path and percent-encode special characters.");
  }

  @Override
  public String toString() {
    return "***";
  }
}
