package holdfast;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where libraries unpack their native parts. They delete them when the process ends by itself: in
 * the machine's temporary folder, those of each one that was killed would stay for ever.
 */
final class NativeLibraries {
  private NativeLibraries() {}

  /**
   * From now on they unpack here; what dead processes have left here goes.
   *
   * @param folder that this process has for itself
   */
  static void unpackIn(Path folder) throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder)) {
      for (Path leftover : leftovers) {
        Files.delete(leftover);
      }
    }
    System.setProperty("org.sqlite.tmpdir", folder.toString());
    System.setProperty("ZstdTempFolder", folder.toString());
  }
}
