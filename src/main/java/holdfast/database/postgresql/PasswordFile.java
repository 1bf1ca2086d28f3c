package holdfast.database.postgresql;

import holdfast.model.Secret;
import java.util.Optional;

/** The file in which libpq looks for the password of a connection. */
final class PasswordFile {
  static final String NAME = "pgpass";

  private PasswordFile() {}

  /** Empty without a password: the file exists all the same, or libpq would look for another. */
  static String text(Optional<Secret> password) {
    return password.map(secret -> "*:*:*:*:" + escape(secret.reveal()) + "\n").orElse("");
  }

  private static String escape(String field) {
    return field.replace("\\", "\\\\").replace(":", "\\:");
  }
}
