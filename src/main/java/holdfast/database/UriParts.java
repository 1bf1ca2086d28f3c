package holdfast.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.model.ConnectionUri;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parts of a connection of the form {@code scheme://user:password@host:port/database?options},
 * each decoded and checked when it is asked for. What is wrong throws {@code CONNECTION_INVALID}.
 * Shows no secret.
 */
public final class UriParts {
  private final URI uri;
  private final String userInfo;
  private final String hostAndPort;
  private final String example;

  private UriParts(URI uri, String authority, int at, String example) {
    this.uri = uri;
    this.userInfo = authority.substring(0, at);
    this.hostAndPort = authority.substring(at + 1);
    this.example = example;
  }

  /**
   * Takes a connection apart.
   *
   * @param schemes one of which it must have
   * @param example of how to write it, for the hint
   */
  public static UriParts of(ConnectionUri connection, Set<String> schemes, String example)
      throws FailureException {
    URI uri = connection.reveal();
    if (uri.getScheme() == null || !schemes.contains(uri.getScheme())) {
      String scheme = example.substring(0, example.indexOf("//") + 2);
      throw invalid("it does not begin with " + scheme, example);
    }
    if (uri.getRawAuthority() == null || uri.getRawFragment() != null) {
      throw invalid("it has no host, or a special character that is not percent-encoded", example);
    }
    // Not URI.getHost: it refuses names with an underscore, which container networks use.
    String authority = uri.getRawAuthority();
    int at = authority.lastIndexOf('@');
    if (at < 0) {
      throw invalid("it names no user", example);
    }
    return new UriParts(uri, authority, at, example);
  }

  public String user() throws FailureException {
    int colon = userInfo.indexOf(':');
    String user = decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
    if (user.isEmpty()) {
      throw invalid("it names no user");
    }
    return user;
  }

  public Optional<Secret> password() throws FailureException {
    int colon = userInfo.indexOf(':');
    return colon < 0
        ? Optional.empty()
        : Optional.of(new Secret(decode(userInfo.substring(colon + 1))));
  }

  /** A name or an address, an IPv6 address without its brackets. */
  public String host() throws FailureException {
    String host = decode(hostAndPort.substring(0, endOfHost()));
    if (host.isEmpty()) {
      throw invalid("it names no host");
    }
    if (host.contains(",")) {
      throw invalid("it names several hosts");
    }
    if (host.startsWith("/")) {
      throw invalid("it names a socket's folder; only hosts can be reached");
    }
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private int endOfHost() {
    int colon = hostAndPort.lastIndexOf(':');
    return colon > hostAndPort.lastIndexOf(']') ? colon : hostAndPort.length();
  }

  public int port(int unnamed) throws FailureException {
    int end = endOfHost();
    if (end >= hostAndPort.length() - 1) {
      return unnamed;
    }
    String digits = hostAndPort.substring(end + 1);
    if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > 65_535) {
      throw invalid("its port is not a number up to 65535");
    }
    return Integer.parseInt(digits);
  }

  /**
   * The database's name.
   *
   * @param unnamed what is taken where none is named; empty where one has to be
   */
  public String database(String unnamed) throws FailureException {
    String database = databaseIfNamed().orElse(unnamed);
    if (database.isEmpty()) {
      throw invalid("it names no database");
    }
    return database;
  }

  public Optional<String> databaseIfNamed() throws FailureException {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    String named = decode(path.startsWith("/") ? path.substring(1) : path);
    return named.isEmpty() ? Optional.empty() : Optional.of(named);
  }

  /**
   * The options after the question mark, by name.
   *
   * @param known all that there may be, but for the ignored ones
   */
  public Map<String, String> options(Set<String> known, Set<String> ignored)
      throws FailureException {
    Map<String, String> options = new LinkedHashMap<>();
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      if (known.contains(name) && equals > 0) {
        options.put(name, decode(pair.substring(equals + 1)));
      } else if (!name.isEmpty() && !ignored.contains(name)) {
        // Not named: who forgets to encode a ? in the password would read its rest here.
        throw invalid("it has an option other than " + known.stream().sorted().toList());
      }
    }
    return options;
  }

  private String decode(String text) throws FailureException {
    String decoded = URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    if (decoded.indexOf('\0') >= 0 || decoded.indexOf('\n') >= 0 || decoded.indexOf('\r') >= 0) {
      throw invalid("it has a control character");
    }
    return decoded;
  }

  /** The failure for a connection that cannot be used. */
  public FailureException invalid(String what) {
    return invalid(what, example);
  }

  private static FailureException invalid(String what, String example) {
    return new FailureException(
        FailureCode.CONNECTION_INVALID,
        "the connection uri cannot be used: " + what,
        "Write it as " + example + " and percent-encode special characters.");
  }
}
