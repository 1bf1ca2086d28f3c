package holdfast.database.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.model.ConnectionUri;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.RunLog;
import holdfast.model.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a PostgreSQL database is and how to log in.
 *
 * @param host a name or an address, an IPv6 address without its brackets
 * @param options of libpq, by name: only those that are safe and that both clients understand
 */
record PgUri(
    String host,
    int port,
    String database,
    String user,
    Optional<Secret> password,
    Map<String, String> options) {
  private static final int DEFAULT_PORT = 5432;
  private static final Set<String> SCHEMES = Set.of("postgresql", "postgres");

  /**
   * JDBC has options that load classes and read files, so that only known names are let through.
   */
  private static final Set<String> KNOWN_OPTIONS =
      Set.of("sslmode", "sslrootcert", "channel_binding");

  private static final Set<String> IGNORED_OPTIONS = Set.of("application_name", "connect_timeout");
  private static final Set<String> SSL_MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

  PgUri {
    options = Map.copyOf(options);
  }

  static PgUri of(ConnectionUri connection) throws FailureException {
    return of(connection, "");
  }

  /** Where no database is named, the one that each server has to log in to. */
  static PgUri ofServer(ConnectionUri connection) throws FailureException {
    return of(connection, "postgres");
  }

  private static PgUri of(ConnectionUri connection, String unnamed) throws FailureException {
    URI uri = connection.reveal();
    if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme())) {
      throw invalid("it does not begin with postgresql://");
    }
    if (uri.getRawAuthority() == null || uri.getRawFragment() != null) {
      throw invalid("it has no host, or a special character that is not percent-encoded");
    }
    // Not URI.getHost: it refuses names with an underscore, which container networks use.
    String authority = uri.getRawAuthority();
    int at = authority.lastIndexOf('@');
    if (at < 0) {
      throw invalid("it names no user");
    }
    return new Parts(uri, authority.substring(0, at), authority.substring(at + 1)).parse(unnamed);
  }

  /** The same server and login, another database. */
  PgUri withDatabase(String other) {
    return new PgUri(host, port, other, user, password, options);
  }

  /** For messages: where, without who. */
  String where() {
    return database + " at " + server();
  }

  /** Host and port. */
  String server() {
    return (host.contains(":") ? "[" + host + "]" : host).toLowerCase(Locale.ROOT) + ":" + port;
  }

  @Override
  public String toString() {
    return where();
  }

  /** A text with the password, should it be in there, made unreadable. */
  String redact(String text) {
    return password
        .map(Secret::reveal)
        .filter(value -> !value.isEmpty())
        .map(value -> text.replace(value, "***"))
        .orElse(text);
  }

  /** The log, without the password in what a tool says. */
  RunLog redacting(RunLog log) {
    return (container, line) -> log.line(container, redact(line));
  }

  private record Parts(URI uri, String userInfo, String hostAndPort) {

    /**
     * @param unnamed the database where none is named; empty where one has to be
     */
    PgUri parse(String unnamed) throws FailureException {
      int colon = userInfo.indexOf(':');
      String user = decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
      Optional<Secret> password =
          colon < 0
              ? Optional.empty()
              : Optional.of(new Secret(decode(userInfo.substring(colon + 1))));
      if (user.isEmpty()) {
        throw invalid("it names no user");
      }
      return new PgUri(host(), port(), database(unnamed), user, password, options());
    }

    private int endOfHost() {
      int colon = hostAndPort.lastIndexOf(':');
      return colon > hostAndPort.lastIndexOf(']') ? colon : hostAndPort.length();
    }

    private String host() throws FailureException {
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

    private int port() throws FailureException {
      int end = endOfHost();
      if (end >= hostAndPort.length() - 1) {
        return DEFAULT_PORT;
      }
      String digits = hostAndPort.substring(end + 1);
      if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > 65_535) {
        throw invalid("its port is not a number up to 65535");
      }
      return Integer.parseInt(digits);
    }

    private String database(String unnamed) throws FailureException {
      String path = uri.getRawPath() == null ? "" : uri.getRawPath();
      String named = decode(path.startsWith("/") ? path.substring(1) : path);
      String database = named.isEmpty() ? unnamed : named;
      if (database.isEmpty()) {
        throw invalid("it names no database");
      }
      return database;
    }

    private Map<String, String> options() throws FailureException {
      Map<String, String> options = new LinkedHashMap<>();
      String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
      for (String pair : query.split("&", -1)) {
        addOption(options, pair);
      }
      String mode = options.getOrDefault("sslmode", "prefer");
      if (!SSL_MODES.contains(mode)) {
        throw invalid("its sslmode is none of " + SSL_MODES.stream().sorted().toList());
      }
      return options;
    }

    private void addOption(Map<String, String> options, String pair) throws FailureException {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      if (KNOWN_OPTIONS.contains(name) && equals > 0) {
        options.put(name, decode(pair.substring(equals + 1)));
      } else if (!name.isEmpty() && !IGNORED_OPTIONS.contains(name)) {
        // Not named: who forgets to encode a ? in the password would read its rest here.
        throw invalid("it has an option other than " + KNOWN_OPTIONS.stream().sorted().toList());
      }
    }

    private String decode(String text) throws FailureException {
      String decoded = URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
      if (decoded.indexOf('\0') >= 0 || decoded.indexOf('\n') >= 0 || decoded.indexOf('\r') >= 0) {
        throw invalid("it has a control character");
      }
      return decoded;
    }
  }

  private static FailureException invalid(String what) {
    return new FailureException(
        FailureCode.CONNECTION_INVALID,
        "the connection uri cannot be used: " + what,
        "Write it as postgresql://user:password@host:port/database and percent-encode special"
            + " characters.");
  }
}
