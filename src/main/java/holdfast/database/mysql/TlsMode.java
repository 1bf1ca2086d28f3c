package holdfast.database.mysql;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a connection is to be encrypted, by MySQL's names for it and PostgreSQL's. */
enum TlsMode {
  DISABLED("disable"),
  /** Encrypted where the server can. */
  PREFERRED("prefer"),
  /** Encrypted, whoever the server is. */
  REQUIRED("require"),
  /** Encrypted, and the server's certificate is signed by one whom we trust. */
  VERIFY_CA("verify-ca"),
  /** That, and the certificate is for this host. */
  VERIFY_IDENTITY("verify-full");

  private final String alias;

  TlsMode(String alias) {
    this.alias = alias;
  }

  static Optional<TlsMode> named(String name) {
    String lower = name.toLowerCase(Locale.ROOT).replace('_', '-');
    return Arrays.stream(values())
        .filter(mode -> mode.wire().equals(lower) || mode.alias.equals(lower))
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
