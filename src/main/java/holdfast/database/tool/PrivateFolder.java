package holdfast.database.tool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A folder for one run of a tool that only its owner can read, with a file of secrets in it: the
 * only way to hand a tool a password that neither the argument list nor the environment shows.
 */
public record PrivateFolder(Path path) {

  /** Where the file of this name is. */
  public Path file(String name) {
    return path.resolve(name);
  }

  /** Can be repeated. */
  public void delete() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(path);
    } catch (NoSuchFileException e) {
      return; // Deleted before.
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + path, e);
    }
  }

  void write(String name, String text) throws IOException {
    Files.createFile(
        file(name),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file(name), text.getBytes(UTF_8));
  }
}
