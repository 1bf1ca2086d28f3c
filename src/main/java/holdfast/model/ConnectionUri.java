package holdfast.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.util.Optional;

/**
 * Where a database is and how to log in: {@code
 * postgresql://user:password@host:port/db?sslmode=...} and its like. Holds a password, so {@link
 * #toString} shows only what is no secret.
 */
public record ConnectionUri(Secret secret) {

  public ConnectionUri(String uri) {
    this(new Secret(uri));
  }

  /** The parsed URI, password included. */
  public URI reveal() throws FailureException {
    try {
      return new URI(secret.reveal());
    } catch (URISyntaxException e) {
      // The cause's message holds the input, password included: it must go no further.
      throw new FailureException(
          FailureCode.CONNECTION_INVALID,
          "the connection uri cannot be parsed at character " + e.getIndex(),
          "Write it as scheme://user:password@host:port/database and percent-encode special characters.");
    }
  }

  /** The same server and login with another database, whether or not this one names any. */
  public ConnectionUri withDatabase(String database) throws FailureException {
    URI uri = reveal();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return new ConnectionUri(
        "%s://%s/%s%s".formatted(uri.getScheme(), uri.getRawAuthority(), encode(database), query));
  }

  /** The database that it names, decoded; empty also where it cannot be parsed. */
  public Optional<String> database() {
    try {
      String path = reveal().getPath();
      return path == null || path.length() < 2 ? Optional.empty() : Optional.of(path.substring(1));
    } catch (FailureException e) {
      return Optional.empty();
    }
  }

  private static String encode(String database) {
    return URLEncoder.encode(database, UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return "***";
  }
}
