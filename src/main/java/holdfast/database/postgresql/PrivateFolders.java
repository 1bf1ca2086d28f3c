package holdfast.database.postgresql;

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
 * Where the private folders of runs lie.
 *
 * @param root there already
 */
record PrivateFolders(Path root) {

  /** The machine's own place for what is temporary. */
  static PrivateFolders ofThisMachine() {
    return new PrivateFolders(Path.of(System.getProperty("java.io.tmpdir")));
  }

  PrivateFolder create(RunTag tag, Optional<Secret> password) {
    try {
      return createWith(tag, password);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary folder", e);
    }
  }

  private PrivateFolder createWith(RunTag tag, Optional<Secret> password) throws IOException {
    PrivateFolder folder =
        new PrivateFolder(
            Files.createTempDirectory(
                root,
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

  /** Deletes what dead runs of this tag's attempts left when all processes were killed at once. */
  void deleteAllOf(RunTag tag) {
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(root, tag.sessionNamePrefix() + "*")) {
      for (Path folder : folders) {
        String name = folder.getFileName().toString();
        if (Attempts.upTo(tag, name.substring(0, Math.max(0, name.indexOf('.'))))) {
          new PrivateFolder(folder).delete();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look through " + root, e);
    }
  }
}
