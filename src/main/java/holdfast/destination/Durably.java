package holdfast.destination;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes the entries of folders survive a power cut. */
final class Durably {
  private Durably() {}

  static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (NoSuchFileException goneByNow) {
      return;
    }
  }

  /** Syncs {@code folder} and those above it up to {@code root}: some may be new. */
  static void syncFolders(Path folder, Path root) throws IOException {
    for (Path each = folder; !each.equals(root); each = LocalDestination.parent(each)) {
      syncFolder(each);
    }
    syncFolder(root);
  }
}
