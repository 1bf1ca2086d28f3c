package holdfast.model;

import java.net.URI;
import java.net.URISyntaxException;

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

  @Override
  public String toString() {
    return "***";
  }
}
