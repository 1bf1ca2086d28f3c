package holdfast.database.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A folder for one run of a tool that only its owner can read, with the password file in it: the
 * only way to hand libpq a password that neither the argument list nor the environment shows.
 */
record PrivateFolder(Path path) {
  /** Exists also without a password, so that libpq does not look for another one. */
  Path passwordFile() {
    return path.resolve("pgpass");
  }

  /** Can be repeated. */
  void delete() {
    try {
      Files.deleteIfExists(passwordFile());
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + path, e);
    }
  }

  void writePasswordFile(Optional<Secret> password) throws IOException {
    Files.createFile(
        passwordFile(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    String line = password.map(secret -> "*:*:*:*:" + escape(secret.reveal()) + "\n").orElse("");
    Files.write(passwordFile(), line.getBytes(UTF_8));
  }

  private static String escape(String field) {
    return field.replace("\\", "\\\\").replace(":", "\\:");
  }
}
