package holdfast.database.postgresql;

import holdfast.database.UriParts;
import holdfast.model.ConnectionUri;
import holdfast.model.FailureException;
import holdfast.model.RunLog;
import holdfast.model.Secret;
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
  private static final String EXAMPLE = "postgresql://user:password@host:port/database";
  private static final Set<String> SCHEMES = Set.of("postgresql", "postgres");

  /**
   * JDBC has options that load classes and read files, so that only known names are let through.
   */
  private static final Set<String> KNOWN_OPTIONS =
      Set.of("sslmode", "sslrootcert", "channel_binding");

  private static final Set<String> IGNORED_OPTIONS = Set.of("application_name", "connect_timeout");

  /** What new databases are made of. */
  private static final Set<String> TEMPLATES = Set.of("template0", "template1");

  private static final Set<String> SSL_MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

  PgUri {
    options = Map.copyOf(options);
  }

  static PgUri of(ConnectionUri connection) throws FailureException {
    PgUri uri = of(connection, "");
    if (isOfTheServer(uri.database)) {
      throw UriParts.of(connection, SCHEMES, EXAMPLE)
          .invalid("it names a template of the server's own, which nobody may replace");
    }
    return uri;
  }

  static boolean isOfTheServer(String database) {
    return TEMPLATES.contains(database);
  }

  /** Where no database is named, the one that each server has to log in to. */
  static PgUri ofServer(ConnectionUri connection) throws FailureException {
    return of(connection, "postgres");
  }

  private static PgUri of(ConnectionUri connection, String unnamed) throws FailureException {
    UriParts parts = UriParts.of(connection, SCHEMES, EXAMPLE);
    return new PgUri(
        parts.host(),
        parts.port(DEFAULT_PORT),
        parts.database(unnamed),
        parts.user(),
        parts.password(),
        options(parts));
  }

  private static Map<String, String> options(UriParts parts) throws FailureException {
    Map<String, String> options = parts.options(KNOWN_OPTIONS, IGNORED_OPTIONS);
    if (!SSL_MODES.contains(options.getOrDefault("sslmode", "prefer"))) {
      throw parts.invalid("its sslmode is none of " + SSL_MODES.stream().sorted().toList());
    }
    return options;
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
