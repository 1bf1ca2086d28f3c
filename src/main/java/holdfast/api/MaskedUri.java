package holdfast.api;

import holdfast.model.ConnectionUri;
import holdfast.model.FailureException;
import java.net.URI;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A connection as it may be shown. */
final class MaskedUri {
  /** Of the query only what is known to be no secret is shown: others may hold passwords. */
  private static final Set<String> SHOWN =
      Set.of("sslmode", "ssl", "tls", "authSource", "replicaSet");

  private static final String MASK = "***";

  private MaskedUri() {}

  static String of(ConnectionUri connection) {
    try {
      return of(connection.reveal());
    } catch (FailureException e) {
      return MASK;
    }
  }

  private static String of(URI uri) {
    String authority = uri.getRawAuthority();
    String path = uri.getRawPath();
    if (authority == null || path == null) {
      return MASK;
    }
    return uri.getScheme() + "://" + masked(authority) + path + shown(uri.getRawQuery());
  }

  /**
   * What stands before the last {@code @} is who logs in. Without a colon it may as well be a
   * password, as Redis has them.
   */
  private static String masked(String authority) {
    int at = authority.lastIndexOf('@');
    if (at < 0) {
      return authority;
    }
    int colon = authority.indexOf(':');
    String user = colon >= 0 && colon < at ? authority.substring(0, colon) + ":" : "";
    return user + MASK + authority.substring(at);
  }

  private static String shown(@Nullable String query) {
    if (query == null) {
      return "";
    }
    String shown =
        Arrays.stream(query.split("&"))
            .filter(pair -> SHOWN.contains(pair.split("=", 2)[0]))
            .collect(Collectors.joining("&"));
    return shown.isEmpty() ? "" : "?" + shown;
  }
}
