package holdfast.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.Secret;
import holdfast.model.WebUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * What one request asks for.
 *
 * @param uri without user information and fragment; its query may still be secret
 * @param login the value of the header {@code Authorization}
 */
record Target(URI uri, Optional<Secret> login) {

  static Target of(WebUrl url) throws FailureException {
    URI uri = url.reveal();
    return new Target(bare(uri), Optional.ofNullable(uri.getRawUserInfo()).map(Target::basic));
  }

  /**
   * Where a redirect leads. The login goes along only to the same server.
   *
   * @param location of the answer, absolute or relative; user information in it is not used
   */
  Target redirectedTo(String location) throws FailureException {
    URI next = bare(new WebUrl(absolute(location)).reveal());
    if (isSecure(uri) && !isSecure(next)) {
      throw refused("is redirected from https to http", "Use a URL that stays with https.");
    }
    Target plain = new Target(next, Optional.empty());
    return plain.origin().equals(origin()) ? new Target(next, login) : plain;
  }

  private String absolute(String location) throws FailureException {
    try {
      return uri.resolve(new URI(location)).toString();
    } catch (URISyntaxException e) {
      throw refused("is redirected to what is no URL", "Ask who runs that server.");
    }
  }

  FailureException refused(String why, String hint) {
    return new FailureException(
        FailureCode.IMPORT_REFUSED, "the fetch from %s %s".formatted(where(), why), hint);
  }

  /** For messages: the server, and nothing that could be secret. */
  String where() {
    return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }

  String scheme() {
    return String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
  }

  /** A name or an address, an IPv6 address without its brackets. */
  String host() {
    String host = String.valueOf(uri.getHost());
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  int port() {
    return uri.getPort() >= 0 ? uri.getPort() : isSecure(uri) ? 443 : 80;
  }

  private String origin() {
    return "%s://%s:%d".formatted(scheme(), host().toLowerCase(Locale.ROOT), port());
  }

  private static boolean isSecure(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  private static Secret basic(String rawUserInfo) {
    String login = URLDecoder.decode(rawUserInfo.replace("+", "%2B"), UTF_8);
    return new Secret("Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)));
  }

  /** By text: the parts as they came, since a signature covers their very bytes. */
  private static URI bare(URI uri) {
    String authority = String.valueOf(uri.getRawAuthority());
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return URI.create(
        uri.getScheme()
            + "://"
            + authority.substring(authority.lastIndexOf('@') + 1)
            + path
            + query);
  }

  @Override
  public String toString() {
    return where();
  }
}
