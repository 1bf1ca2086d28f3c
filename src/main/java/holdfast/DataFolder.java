package holdfast;

import holdfast.cli.StartException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds what a server keeps on its machine. It belongs to one server at a time: the
 * lock is the operating system's, so that it goes with the process however that ends.
 */
final class DataFolder implements AutoCloseable {
  private final Path folder;
  private final FileChannel lockFile;

  private DataFolder(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /** Makes the folder and those in it, for their owner's eyes only, where missing, and locks it. */
  static DataFolder open(Path folder) throws StartException {
    try {
      create(folder);
      FileChannel lockFile =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(lockFile) == null) {
        lockFile.close();
        throw new StartException(
            "another server uses the data folder %s; stop it, or give this one another --data-dir"
                .formatted(folder));
      }
      DataFolder open = new DataFolder(folder.toRealPath(), lockFile);
      create(open.destinations());
      create(open.builtIn());
      create(open.temporary());
      empty(open.temporary());
      return open;
    } catch (IOException e) {
      throw new StartException("the data folder %s cannot be used: %s".formatted(folder, e), e);
    }
  }

  private static void create(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Files.createDirectories(folder);
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static void empty(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      List<Path> leftovers = found.filter(it -> !it.equals(folder)).toList();
      for (Path leftover : leftovers.reversed()) {
        Files.delete(leftover);
      }
    }
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another server of this very process
    }
  }

  /** Where a catalog lies that was moved into PostgreSQL: nobody's any more, and the way back. */
  Path movedCatalog() {
    return folder.resolve("catalog.db.moved");
  }

  Path catalog() {
    return folder.resolve("catalog.db");
  }

  Path secretKey() {
    return folder.resolve("secret-key.json");
  }

  Path adminToken() {
    return folder.resolve("admin-token");
  }

  /** Where destinations of type local lie unless the settings allow more. */
  Path destinations() {
    return folder.resolve("destinations");
  }

  /**
   * For what is of use only while a process lives: what libraries unpack, passwords for client
   * tools. Empty at each start, since a process that was killed takes nothing away.
   */
  Path temporary() {
    return folder.resolve("tmp");
  }

  /** The built-in destination. */
  Path builtIn() {
    return folder.resolve("built-in");
  }

  /** Writes down where the server listens, so that commands on this machine find it. */
  void tellAddress(String url) throws IOException {
    Files.writeString(address(), url + "\n");
  }

  private Path address() {
    return folder.resolve("address");
  }

  /** Before the lock goes: what another server writes down then must stay. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(address());
      lockFile.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
