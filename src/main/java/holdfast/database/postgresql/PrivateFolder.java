package holdfast.database.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.model.RunTag;
import holdfast.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A folder for one run of a tool that only its owner can read, with the password file in it: the
 * only way to hand libpq a password that neither the argument list nor the environment shows.
 */
record PrivateFolder(Path path) {

  static PrivateFolder create(RunTag tag, Optional<Secret> password) {
    try {
      return createWith(tag, password);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary folder", e);
    }
  }

  private static PrivateFolder createWith(RunTag tag, Optional<Secret> password)
      throws IOException {
    PrivateFolder folder =
        new PrivateFolder(
            Files.createTempDirectory(
                tag.sessionName() + ".",
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rwx------"))));
    try {
      folder.writePasswordFile(password);
      return folder;
    } catch (IOException e) {
      folder.delete();
      throw e;
    }
  }

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

  /** Deletes what dead runs of this tag's attempts left when all processes were killed at once. */
  static void deleteAllOf(RunTag tag) {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(parent, tag.sessionNamePrefix() + "*")) {
      for (Path folder : folders) {
        String name = folder.getFileName().toString();
        if (Attempts.upTo(tag, name.substring(0, Math.max(0, name.indexOf('.'))))) {
          new PrivateFolder(folder).delete();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look through " + parent, e);
    }
  }

  private void writePasswordFile(Optional<Secret> password) throws IOException {
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
