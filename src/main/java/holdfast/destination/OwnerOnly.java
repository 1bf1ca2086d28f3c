package holdfast.destination;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** New files and folders that only their owner can read, from their first moment on. */
final class OwnerOnly {
  private static final Set<OpenOption> NEW_FILE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private OwnerOnly() {}

  static FileChannel createFile(Path file) throws IOException {
    return FileChannel.open(file, NEW_FILE, permissions(file, "rw-------"));
  }

  /** Makes the folder and those above it that are missing. */
  static void createFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      createFolders(parent);
    }
    createFolder(folder);
  }

  private static void createFolder(Path folder) throws IOException {
    try {
      Files.createDirectory(folder, permissions(folder, "rwx------"));
    } catch (FileAlreadyExistsException exists) {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw exists;
      }
    }
  }

  private static FileAttribute<?>[] permissions(Path path, String permissions) {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
