package holdfast.pipeline;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * The plain bytes of a gzip file, all members of it, to its very end. The JDK's own stream takes
 * garbage after a member for the end, and a member whose bytes have not arrived yet too. For one
 * thread.
 */
final class GzipMembers extends InputStream {
  private static final int MAGIC = 0x8b1f;
  private static final int DEFLATE = 8;
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int UNKNOWN_FLAGS = 0xe0;

  private final InputStream packed;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] buffer = new byte[64 * 1024];
  private int position;
  private int limit;
  private boolean inMember;

  GzipMembers(InputStream packed) {
    this.packed = packed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (inMember || beginMember()) {
      int count = inflate(bytes, offset, length);
      if (count > 0) {
        checksum.update(bytes, offset, count);
        return count;
      }
      endMember();
    }
    return -1;
  }

  /** Gives 0 at the end of the member, and only there. */
  private int inflate(byte[] bytes, int offset, int length) throws IOException {
    try {
      while (true) {
        int count = inflater.inflate(bytes, offset, length);
        if (count > 0 || inflater.finished()) {
          return count;
        }
        if (inflater.needsDictionary()) {
          throw new ZipException("it needs a dictionary");
        }
        position = limit;
        if (!fill()) {
          throw cut();
        }
        inflater.setInput(buffer, 0, limit);
      }
    } catch (DataFormatException e) {
      throw new ZipException("its data is damaged");
    }
  }

  private boolean beginMember() throws IOException {
    if (position == limit && !fill()) {
      return false;
    }
    if (number(2) != MAGIC) {
      throw new ZipException("something follows that is no gzip data");
    }
    if (next() != DEFLATE) {
      throw new ZipException("its method is not known");
    }
    skipHeader(next());
    inflater.setInput(buffer, position, limit - position);
    inMember = true;
    return true;
  }

  private void skipHeader(int flags) throws IOException {
    if ((flags & UNKNOWN_FLAGS) != 0) {
      throw new ZipException("its flags are not known");
    }
    skip(6); // time, level, system
    if ((flags & EXTRA) != 0) {
      skip((int) number(2));
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      skip(2);
    }
  }

  private void endMember() throws IOException {
    position = limit - inflater.getRemaining();
    long length = inflater.getBytesWritten() & 0xffff_ffffL;
    if (number(4) != checksum.getValue() || number(4) != length) {
      throw new ZipException("its checksum or its length is wrong");
    }
    inflater.reset();
    checksum.reset();
    inMember = false;
  }

  private void skipText() throws IOException {
    int character;
    do {
      character = next();
    } while (character != 0);
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      int skipped = next();
      assert skipped >= 0;
    }
  }

  /** Least significant byte first. */
  private long number(int bytes) throws IOException {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      number |= (long) next() << (8 * i);
    }
    return number;
  }

  private int next() throws IOException {
    if (position == limit && !fill()) {
      throw cut();
    }
    return buffer[position++] & 0xff;
  }

  private boolean fill() throws IOException {
    int count = packed.read(buffer, 0, buffer.length);
    position = 0;
    limit = Math.max(0, count);
    return count > 0;
  }

  private static EOFException cut() {
    return new EOFException("it ends too early");
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    packed.close();
  }
}
