package holdfast.database.tool;

import holdfast.database.Attempts;
import holdfast.model.RunTag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where the private folders of runs lie.
 *
 * @param root there already
 */
public record PrivateFolders(Path root) {

  /** The machine's own place for what is temporary. */
  public static PrivateFolders ofThisMachine() {
    return new PrivateFolders(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /** Makes a folder for a run, with one file in it. */
  public PrivateFolder create(RunTag tag, String file, String text) {
    try {
      return createWith(tag, file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary folder", e);
    }
  }

  private PrivateFolder createWith(RunTag tag, String file, String text) throws IOException {
    PrivateFolder folder =
        new PrivateFolder(
            Files.createTempDirectory(
                root,
                tag.sessionName() + ".",
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rwx------"))));
    try {
      folder.write(file, text);
      return folder;
    } catch (IOException e) {
      folder.delete();
      throw e;
    }
  }

  /** Deletes what dead runs of this tag's attempts left when all processes were killed at once. */
  public void deleteAllOf(RunTag tag) {
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
