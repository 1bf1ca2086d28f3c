package holdfast.database.mysql;

import holdfast.database.UriParts;
import holdfast.model.ConnectionUri;
import holdfast.model.FailureException;
import holdfast.model.RunLog;
import holdfast.model.Secret;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a database of MySQL or MariaDB is and how to log in.
 *
 * @param host a name or an address, an IPv6 address without its brackets
 * @param database empty where only the server is meant
 * @param caFile the certificates of those who may have signed the server's
 */
record MysqlUri(
    String host,
    int port,
    String database,
    String user,
    Optional<Secret> password,
    TlsMode tls,
    Optional<String> caFile) {
  /** Databases that a server keeps for itself, in small letters. */
  static final Set<String> OF_THE_SERVER =
      Set.of("information_schema", "mysql", "performance_schema", "sys");

  private static final int DEFAULT_PORT = 3306;
  private static final String EXAMPLE = "mysql://user:password@host:port/database";
  private static final Set<String> SCHEMES = Set.of("mysql", "mariadb");
  private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}._:%-]+");
  private static final Set<String> MODE_NAMES = Set.of("ssl-mode", "sslmode");
  private static final Set<String> CA_NAMES = Set.of("ssl-ca", "sslrootcert");
  private static final Set<String> KNOWN_OPTIONS =
      Set.of("ssl-mode", "sslmode", "ssl-ca", "sslrootcert");
  private static final Set<String> IGNORED_OPTIONS = Set.of("charset", "connect_timeout");

  static MysqlUri of(ConnectionUri connection) throws FailureException {
    UriParts parts = UriParts.of(connection, SCHEMES, EXAMPLE);
    String database = parts.database("");
    if (isOfTheServer(database)) {
      throw parts.invalid("it names a database that is the server's own, which nobody may replace");
    }
    return of(parts, database);
  }

  static boolean isOfTheServer(String database) {
    return OF_THE_SERVER.contains(database.toLowerCase(Locale.ROOT));
  }

  /** A database need not be named, and is not used. */
  static MysqlUri ofServer(ConnectionUri connection) throws FailureException {
    return of(UriParts.of(connection, SCHEMES, EXAMPLE), "");
  }

  private static MysqlUri of(UriParts parts, String database) throws FailureException {
    Map<String, String> options = parts.options(KNOWN_OPTIONS, IGNORED_OPTIONS);
    Optional<String> mode = first(options, MODE_NAMES);
    TlsMode tls =
        TlsMode.named(mode.orElse("preferred"))
            .orElseThrow(() -> parts.invalid("its ssl-mode is none of " + TlsMode.names()));
    String host = parts.host();
    if (!HOST.matcher(host).matches()) {
      throw parts.invalid("its host has a character that no host has");
    }
    return new MysqlUri(
        host,
        parts.port(DEFAULT_PORT),
        database,
        parts.user(),
        parts.password(),
        tls,
        first(options, CA_NAMES));
  }

  private static Optional<String> first(Map<String, String> options, Set<String> names) {
    return options.entrySet().stream()
        .filter(option -> names.contains(option.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** The same server and login, no database. */
  MysqlUri withoutDatabase() {
    return new MysqlUri(host, port, "", user, password, tls, caFile);
  }

  /** For messages: where, without who. */
  String where() {
    return database.isEmpty() ? "at " + server() : database + " at " + server();
  }

  /** Host and port. */
  String server() {
    return UriParts.address(host, port);
  }

  @Override
  public String toString() {
    return where();
  }

  /** A text with the password, should it be in there, made unreadable. */
  String redact(String text) {
    return password.map(secret -> secret.redact(text)).orElse(text);
  }

  /** The log, without the password in what a tool says. */
  RunLog redacting(RunLog log) {
    return (container, line) -> log.line(container, redact(line));
  }
}
