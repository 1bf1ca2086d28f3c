package holdfast.database.redis;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * One value after the other, each until it is whole: a server wants to know how long it is before
 * its first byte. A large one lies in a file that has no name any more, so that nothing stays of it
 * when this process is killed. For one thread; closed by any.
 */
final class ValueSpool implements AutoCloseable {
  private static final int MAX_BYTES_IN_MEMORY = 1 << 20;

  private final Path folder;
  private final String name;
  private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private @Nullable FileChannel file;
  private long bytesInFile;

  /**
   * @param folder there already
   * @param name what a file's name begins with
   */
  ValueSpool(Path folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  void clear() throws IOException {
    memory.reset();
    bytesInFile = 0;
    FileChannel open = file;
    if (open != null) {
      open.truncate(0);
    }
  }

  void append(byte[] bytes, int offset, int length) throws IOException {
    memory.write(bytes, offset, length);
    if (memory.size() > MAX_BYTES_IN_MEMORY) {
      FileChannel open = file == null ? open() : file;
      ByteBuffer rest = ByteBuffer.wrap(memory.toByteArray());
      while (rest.hasRemaining()) {
        bytesInFile += open.write(rest, bytesInFile);
      }
      memory.reset();
    }
  }

  private FileChannel open() throws IOException {
    Path path = Files.createTempFile(folder, name + ".", ".value");
    FileChannel open = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    file = open;
    Files.delete(path);
    return open;
  }

  long size() {
    return bytesInFile + memory.size();
  }

  boolean isLarge() {
    return bytesInFile > 0;
  }

  /** All of it. */
  void writeTo(OutputStream out) throws IOException {
    FileChannel open = file;
    if (open != null && bytesInFile > 0) {
      WritableByteChannel channel = Channels.newChannel(out);
      for (long at = 0; at < bytesInFile; ) {
        at += open.transferTo(at, bytesInFile - at, channel);
      }
    }
    memory.writeTo(out);
  }

  @Override
  public void close() {
    try {
      FileChannel open = file;
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close a temporary file", e);
    }
  }
}
