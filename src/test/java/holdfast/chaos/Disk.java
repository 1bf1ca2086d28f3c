package holdfast.chaos;

import holdfast.testing.TinyDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file system of its own, and a ballast that fills it. */
final class Disk implements AutoCloseable {
  private final TinyDisk disk;

  private Disk(TinyDisk disk) {
    this.disk = disk;
  }

  static Disk mount(Path parent) throws IOException {
    return new Disk(TinyDisk.mount(parent, "size=256m"));
  }

  /** For the destination's files; the ballast lies beside it. */
  Path folder() throws IOException {
    return Files.createDirectories(disk.folder().resolve("store"));
  }

  void fill(long leftBytes) throws IOException {
    long free = Files.getFileStore(disk.folder()).getUsableSpace();
    byte[] chunk = new byte[1 << 16];
    try (RandomAccessFile file = new RandomAccessFile(ballast().toFile(), "rw")) {
      for (long left = free - leftBytes; left > 0; left -= chunk.length) {
        file.write(chunk, 0, (int) Math.min(left, chunk.length));
      }
    } catch (IOException fullAlready) {
      // A backup that writes at the same time was faster: it is full, which is what was wanted.
    }
  }

  void free() throws IOException {
    Files.deleteIfExists(ballast());
  }

  private Path ballast() {
    return disk.folder().resolve("ballast");
  }

  @Override
  public void close() throws IOException {
    disk.close();
  }
}
