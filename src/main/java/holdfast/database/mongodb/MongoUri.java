package holdfast.database.mongodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.mongodb.ConnectionString;
import com.mongodb.MongoCredential;
import com.mongodb.MongoException;
import holdfast.database.ChosenDatabase;
import holdfast.database.UriParts;
import holdfast.model.ConnectionUri;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.Secret;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a MongoDB database is and how to log in.
 *
 * @param scheme {@code mongodb} or {@code mongodb+srv}
 * @param hosts one or more with their ports, parted by commas
 * @param database empty where a server is meant
 * @param user empty where nobody logs in
 * @param options of the connection string, by name: only those that are safe
 */
record MongoUri(
    String scheme,
    String hosts,
    String database,
    String user,
    Optional<Secret> password,
    Map<String, String> options) {
  /** Databases that a server keeps for itself. */
  static final Set<String> OF_THE_SERVER = Set.of("admin", "local", "config");

  private static final int DEFAULT_PORT = 27017;
  private static final String EXAMPLE =
      "mongodb://user:password@host:port/database?authSource=admin";
  private static final Set<String> SCHEMES = Set.of("mongodb", "mongodb+srv");

  /**
   * The driver has options that turn TLS's checks off, that log in with what this machine holds, or
   * that reach other hosts: only known names are let through.
   */
  private static final Set<String> KNOWN_OPTIONS =
      Set.of(
          "authSource",
          "authMechanism",
          "replicaSet",
          "tls",
          "ssl",
          "directConnection",
          "readPreference",
          "readPreferenceTags",
          "maxStalenessSeconds",
          "srvServiceName",
          "srvMaxHosts");

  /** What we set ourselves. */
  private static final Set<String> IGNORED_OPTIONS =
      Set.of(
          "appName",
          "connectTimeoutMS",
          "socketTimeoutMS",
          "serverSelectionTimeoutMS",
          "retryWrites",
          "retryReads",
          "w",
          "journal",
          "compressors",
          "maxPoolSize",
          "minPoolSize");

  /** Those that prove a password; others take credentials from the machine that they run on. */
  private static final Set<String> MECHANISMS = Set.of("SCRAM-SHA-1", "SCRAM-SHA-256", "PLAIN");

  /** What MongoDB allows in no database's name. */
  private static final String FORBIDDEN = "/\\. \"$*<>:|?";

  MongoUri {
    options = Map.copyOf(options);
  }

  static MongoUri of(ConnectionUri connection) throws FailureException {
    MongoUri uri = ofServer(connection);
    if (uri.database.isEmpty()) {
      throw invalid("it names no database");
    }
    if (OF_THE_SERVER.contains(uri.database)) {
      throw invalid("it names a database that is the server's own, which nobody may replace");
    }
    return uri;
  }

  /** Where no database need be named. */
  static MongoUri ofServer(ConnectionUri connection) throws FailureException {
    UriParts parts = UriParts.of(connection, SCHEMES, EXAMPLE);
    return new MongoUri(
        parts.scheme(),
        hosts(parts),
        database(parts),
        parts.userIfNamed().orElse(""),
        parts.password(),
        options(parts));
  }

  /**
   * The connection with another database, the login known where it was. Where that is not said, a
   * connection without a database means the server's own place for users. Of {@code mongodb+srv}
   * the name service says it, and is not asked here.
   */
  static ConnectionUri naming(ConnectionUri connection, String database) throws FailureException {
    MongoUri uri = ofServer(connection);
    ConnectionUri named =
        ChosenDatabase.at(connection, database, OF_THE_SERVER.contains(database), MongoUri::of);
    boolean isSaid = uri.options.containsKey("authSource") || uri.isLookedUp();
    MongoCredential login = isSaid ? null : uri.forDriver().getCredential();
    if (login == null) {
      return named;
    }
    String text = named.secret().reveal();
    return new ConnectionUri(
        text + (text.contains("?") ? "&" : "?") + "authSource=" + encode(login.getSource()));
  }

  private boolean isLookedUp() {
    return scheme.endsWith("+srv");
  }

  private static String hosts(UriParts parts) throws FailureException {
    String hosts = parts.hostsAndPorts().toLowerCase(Locale.ROOT);
    if (hosts.isEmpty() || Arrays.stream(hosts.split(",", -1)).anyMatch(String::isBlank)) {
      throw invalid("it names no host");
    }
    if (hosts.contains("/")) {
      throw invalid("it names a socket; only hosts can be reached");
    }
    if (hosts.chars().anyMatch(c -> "?#@&= ".indexOf(c) >= 0)) {
      // Decoded, it would begin the options, and let through what is not known to be safe.
      throw invalid("a host has a character that no host has");
    }
    return hosts;
  }

  private static String database(UriParts parts) throws FailureException {
    String database = parts.databaseIfNamed().orElse("");
    if (database.chars().anyMatch(c -> FORBIDDEN.indexOf(c) >= 0)) {
      throw invalid("its database's name has a character that MongoDB does not allow");
    }
    return database;
  }

  private static Map<String, String> options(UriParts parts) throws FailureException {
    Map<String, String> options = parts.options(KNOWN_OPTIONS, IGNORED_OPTIONS);
    if (!MECHANISMS.contains(options.getOrDefault("authMechanism", "SCRAM-SHA-1"))) {
      throw invalid("its authMechanism is none of " + MECHANISMS.stream().sorted().toList());
    }
    return options;
  }

  /** For messages: where, without who. */
  String where() {
    return (database.isEmpty() ? "" : database + " at ") + server();
  }

  /** Hosts and ports in an order that does not depend on how they were written. */
  String server() {
    return Arrays.stream(hosts.split(","))
        .map(host -> isLookedUp() || hasPort(host) ? host : host + ":" + DEFAULT_PORT)
        .sorted()
        .collect(Collectors.joining(","));
  }

  private static boolean hasPort(String host) {
    return host.lastIndexOf(':') > host.lastIndexOf(']');
  }

  /** Who, for messages. */
  String who() {
    return user.isEmpty() ? "the user without a name" : "the user " + user;
  }

  @Override
  public String toString() {
    return where();
  }

  /** A text with the password, should it be in there, made unreadable. */
  String redact(String text) {
    return password
        .map(secret -> new Secret(encode(secret.reveal())).redact(secret.redact(text)))
        .orElse(text);
  }

  /**
   * For the driver, with the password in it. Of {@code mongodb+srv} the name service is asked.
   *
   * @throws FailureException {@code CONNECTION_INVALID}, or {@code DATABASE_UNREACHABLE} where the
   *     name service has no answer
   */
  ConnectionString forDriver() throws FailureException {
    String login =
        user.isEmpty()
            ? ""
            : encode(user) + password.map(p -> ":" + encode(p.reveal())).orElse("") + "@";
    String query =
        options.entrySet().stream()
            .map(option -> option.getKey() + "=" + encode(option.getValue()))
            .sorted()
            .collect(Collectors.joining("&"));
    try {
      return new ConnectionString(
          scheme + "://" + login + hosts + "/" + encode(database) + "?" + query);
    } catch (IllegalArgumentException e) {
      // Without the driver's words, which may quote what it was given.
      throw invalid("a host, a port or an option has a value that cannot be");
    } catch (MongoException e) {
      throw MongoFailures.of(e, this, FailureCode.DATABASE_UNREACHABLE);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private static FailureException invalid(String what) {
    return UriParts.invalid(what, EXAMPLE);
  }
}
