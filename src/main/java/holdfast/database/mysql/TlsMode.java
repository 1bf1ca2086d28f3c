package holdfast.database.mysql;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How a connection is to be encrypted, by MySQL's names for it and PostgreSQL's. */
enum TlsMode {
  DISABLED(Set.of("disable")),
  /** Encrypted where the server can. */
  PREFERRED(Set.of("prefer", "allow")),
  /** Encrypted, whoever the server is. */
  REQUIRED(Set.of("require", "trust")),
  /** Encrypted, and the server's certificate is signed by one whom we trust. */
  VERIFY_CA(Set.of()),
  /** That, and the certificate is for this host. */
  VERIFY_IDENTITY(Set.of("verify-full"));

  private final Set<String> aliases;

  TlsMode(Set<String> aliases) {
    this.aliases = aliases;
  }

  static Optional<TlsMode> named(String name) {
    String lower = name.toLowerCase(Locale.ROOT).replace('_', '-');
    return Arrays.stream(values())
        .filter(mode -> mode.wire().equals(lower) || mode.aliases.contains(lower))
        .findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(TlsMode::wire).toList();
  }

  boolean verifies() {
    return this == VERIFY_CA || this == VERIFY_IDENTITY;
  }

  private String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
