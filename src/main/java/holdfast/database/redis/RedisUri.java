package holdfast.database.redis;

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
 * Where a Redis database is and how to log in.
 *
 * @param host a name or an address, an IPv6 address without its brackets
 * @param database its number
 * @param user empty for the one called {@code default}
 * @param tls how the server's certificate is looked at; empty where nothing is encrypted
 */
record RedisUri(
    String host,
    int port,
    int database,
    Optional<String> user,
    Optional<Secret> password,
    Optional<TlsPolicy> tls) {
  private static final int DEFAULT_PORT = 6379;
  private static final Set<String> OPTIONS = Set.of("sslmode", "sslrootcert");

  /** Where no database is named, it is the first one: so clients of Redis have it. */
  static RedisUri of(ConnectionUri connection) throws FailureException {
    URI uri = connection.reveal();
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("redis") && !scheme.equals("rediss")) {
      throw invalid("it begins neither with redis:// nor with rediss://");
    }
    if (uri.getRawAuthority() == null || uri.getRawFragment() != null) {
      throw invalid("it has no host, or a special character that is not percent-encoded");
    }
    return new Parts(uri, scheme.equals("rediss")).parse();
  }

  /** Who logs in, as the server calls it. */
  String userName() {
    return user.orElse("default");
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

  private record Parts(URI uri, boolean encrypted) {

    RedisUri parse() throws FailureException {
      // Not URI.getHost: it refuses names with an underscore, which container networks use.
      String authority = uri.getRawAuthority();
      int at = authority.lastIndexOf('@');
      String login = at < 0 ? "" : authority.substring(0, at);
      String hostAndPort = authority.substring(at + 1);
      return new RedisUri(
          host(hostAndPort),
          port(hostAndPort),
          database(),
          user(login),
          password(login),
          tls(options()));
    }

    /** A word alone is the password, as Redis had them before it had users. */
    private static Optional<String> user(String login) throws FailureException {
      int colon = login.indexOf(':');
      return colon <= 0 ? Optional.empty() : Optional.of(decode(login.substring(0, colon)));
    }

    private static Optional<Secret> password(String login) throws FailureException {
      String password = decode(login.substring(login.indexOf(':') + 1));
      return password.isEmpty() ? Optional.empty() : Optional.of(new Secret(password));
    }

    private static int endOfHost(String hostAndPort) {
      int colon = hostAndPort.lastIndexOf(':');
      return colon > hostAndPort.lastIndexOf(']') ? colon : hostAndPort.length();
    }

    private static String host(String hostAndPort) throws FailureException {
      String host = decode(hostAndPort.substring(0, endOfHost(hostAndPort)));
      if (host.isEmpty()) {
        throw invalid("it names no host");
      }
      if (host.contains(",")) {
        throw invalid("it names several hosts");
      }
      return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(String hostAndPort) throws FailureException {
      int end = endOfHost(hostAndPort);
      if (end >= hostAndPort.length() - 1) {
        return DEFAULT_PORT;
      }
      String digits = hostAndPort.substring(end + 1);
      if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > 65_535) {
        throw invalid("its port is not a number up to 65535");
      }
      return Integer.parseInt(digits);
    }

    private int database() throws FailureException {
      String path = uri.getRawPath() == null ? "" : uri.getRawPath();
      String named = decode(path.startsWith("/") ? path.substring(1) : path);
      if (named.isEmpty()) {
        return 0;
      }
      if (!named.matches("[0-9]{1,9}")) {
        throw invalid("its database is not a number");
      }
      return Integer.parseInt(named);
    }

    private Map<String, String> options() throws FailureException {
      Map<String, String> options = new LinkedHashMap<>();
      String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        if (OPTIONS.contains(name) && equals > 0 && encrypted) {
          options.put(name, decode(pair.substring(equals + 1)));
        } else if (!name.isEmpty()) {
          // Not named: who forgets to encode a ? in the password would read its rest here.
          throw invalid(
              "it has an option other than sslmode and sslrootcert, which only rediss:// has");
        }
      }
      return options;
    }

    private Optional<TlsPolicy> tls(Map<String, String> options) throws FailureException {
      if (!encrypted) {
        return Optional.empty();
      }
      return Optional.of(
          TlsPolicy.of(
                  options.getOrDefault("sslmode", "verify-full"),
                  Optional.ofNullable(options.get("sslrootcert")))
              .orElseThrow(
                  () -> invalid("its sslmode is none of require, verify-ca, verify-full")));
    }

    private static String decode(String text) throws FailureException {
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
        "Write it as redis://user:password@host:port/0, or rediss:// where the server speaks TLS,"
            + " and percent-encode special characters.");
  }
}
