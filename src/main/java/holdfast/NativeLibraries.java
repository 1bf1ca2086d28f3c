package holdfast;

import java.nio.file.Path;

/**
 * Where libraries unpack their native parts. They delete them when the process ends by itself: in
 * the machine's temporary folder, those of each one that was killed would stay for ever.
 */
final class NativeLibraries {
  private NativeLibraries() {}

  /**
   * From now on they unpack here.
   *
   * @param folder that this process has for itself
   */
  static void unpackIn(Path folder) {
    System.setProperty("org.sqlite.tmpdir", folder.toString());
    System.setProperty("ZstdTempFolder", folder.toString());
  }
}
