package holdfast.database.redis;

import holdfast.database.UriParts;
import holdfast.model.ConnectionUri;
import holdfast.model.FailureException;
import holdfast.model.Secret;
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
  private static final String EXAMPLE =
      "redis://user:password@host:port/0, or rediss:// where the server speaks TLS,";
  private static final Set<String> SCHEMES = Set.of("redis", "rediss");
  private static final Set<String> OPTIONS = Set.of("sslmode", "sslrootcert");

  /**
   * Where no database is named, it is the first one: so clients of Redis have it. A word alone
   * before the host is the password, as Redis had them before it had users.
   */
  static RedisUri of(ConnectionUri connection) throws FailureException {
    UriParts parts = UriParts.of(connection, SCHEMES, EXAMPLE);
    Optional<Secret> password = parts.password();
    return new RedisUri(
        parts.host(),
        parts.port(DEFAULT_PORT),
        database(parts),
        password.isPresent() ? parts.userIfNamed() : Optional.empty(),
        password.isPresent()
            ? password.filter(secret -> !secret.reveal().isEmpty())
            : parts.userIfNamed().map(Secret::new),
        tls(parts));
  }

  private static int database(UriParts parts) throws FailureException {
    String named = parts.database("0");
    if (!named.matches("[0-9]{1,9}")) {
      throw parts.invalid("its database is not a number");
    }
    return Integer.parseInt(named);
  }

  private static Optional<TlsPolicy> tls(UriParts parts) throws FailureException {
    Map<String, String> options = parts.options(OPTIONS, Set.of());
    if (parts.scheme().equals("rediss")) {
      String mode = options.getOrDefault("sslmode", "verify-full");
      return Optional.of(
          TlsPolicy.of(mode, Optional.ofNullable(options.get("sslrootcert")))
              .orElseThrow(
                  () -> parts.invalid("its sslmode is none of require, verify-ca, verify-full")));
    }
    if (!options.isEmpty()) {
      throw parts.invalid("it has an option that only rediss:// has");
    }
    return Optional.empty();
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
}
