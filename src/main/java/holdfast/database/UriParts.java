package holdfast.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.model.ConnectionUri;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Locale;
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

  private UriParts(URI uri, String authority, String example) {
    int at = authority.lastIndexOf('@');
    this.uri = uri;
    this.userInfo = authority.substring(0, Math.max(0, at));
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
    if (uri.getScheme() == null || !schemes.contains(uri.getScheme().toLowerCase(Locale.ROOT))) {
      throw invalid("it begins with none of " + schemes.stream().sorted().toList(), example);
    }
    if (uri.getRawAuthority() == null || uri.getRawFragment() != null) {
      throw invalid("it has no host, or a special character that is not percent-encoded", example);
    }
    // Not URI.getHost: it refuses names with an underscore, which container networks use.
    String authority = uri.getRawAuthority();
    return new UriParts(uri, authority, example);
  }

  /** In small letters. */
  public String scheme() {
    return uri.getScheme().toLowerCase(Locale.ROOT);
  }

  /** Where one has to be named. */
  public String user() throws FailureException {
    return userIfNamed().orElseThrow(() -> invalid("it names no user"));
  }

  public Optional<String> userIfNamed() throws FailureException {
    int colon = userInfo.indexOf(':');
    String user = decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
    return user.isEmpty() ? Optional.empty() : Optional.of(user);
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

  /** One or more with their ports, as they were written. */
  public String hostsAndPorts() throws FailureException {
    return decode(hostAndPort);
  }

  /** For messages: the host in small letters, and the port. */
  public static String address(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host).toLowerCase(Locale.ROOT) + ":" + port;
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
   * The options after the question mark, by name. Small and capital letters of names are the same.
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
      Optional<String> option = named(name, known);
      if (option.isPresent() && equals > 0) {
        options.put(option.get(), decode(pair.substring(equals + 1)));
      } else if (!name.isEmpty() && named(name, ignored).isEmpty()) {
        // Not named: who forgets to encode a ? in the password would read its rest here.
        throw invalid("it has an option other than " + known.stream().sorted().toList());
      }
    }
    return options;
  }

  private static Optional<String> named(String name, Set<String> names) {
    return names.stream().filter(name::equalsIgnoreCase).findFirst();
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

  /** The same without the parts at hand. */
  public static FailureException invalid(String what, String example) {
    return new FailureException(
        FailureCode.CONNECTION_INVALID,
        "the connection uri cannot be used: " + what,
        "Write it as " + example + " and percent-encode special characters.");
  }
}
