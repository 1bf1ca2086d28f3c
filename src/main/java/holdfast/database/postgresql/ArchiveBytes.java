package holdfast.database.postgresql;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an archive that are at hand, read as the archiver wrote them: an int is a sign byte
 * and then its magnitude, least significant byte first; a string is its length and then its bytes,
 * the length -1 meaning none.
 */
final class ArchiveBytes {
  private static final int MAX_STRING_BYTES = 1 << 30;

  private byte[] bytes = {};
  private int position;
  private int end;
  private int intSize = 4;
  private int offsetSize = 8;
  private Charset charset = StandardCharsets.UTF_8;

  /** Too few bytes are at hand for what was asked; says nothing about the archive. */
  static final class Underflow extends Exception {
    private static final long serialVersionUID = 1L;

    private Underflow() {
      super(null, null, false, false); // Thrown at every end of a buffer: no stack trace.
    }
  }

  void wrap(byte[] newBytes, int start, int newEnd) {
    bytes = newBytes;
    position = start;
    end = newEnd;
  }

  int position() {
    return position;
  }

  void position(int newPosition) {
    position = newPosition;
  }

  int available() {
    return end - position;
  }

  void sizes(int newIntSize, int newOffsetSize) throws MalformedArchive {
    if (newIntSize != 4 || newOffsetSize < 4 || newOffsetSize > 8) {
      throw new MalformedArchive(
          "unknown sizes of numbers: " + newIntSize + " and " + newOffsetSize);
    }
    intSize = newIntSize;
    offsetSize = newOffsetSize;
  }

  /** What strings are in from now on. */
  void charset(Charset newCharset) {
    charset = newCharset;
  }

  /** How many bytes an offset takes in this archive. */
  int offsetSize() {
    return offsetSize;
  }

  int readByte() throws Underflow {
    need(1);
    return bytes[position++] & 0xff;
  }

  int readInt() throws Underflow, MalformedArchive {
    need(1 + intSize);
    int sign = bytes[position] & 0xff;
    if (sign > 1) {
      throw new MalformedArchive("a number has the sign " + sign);
    }
    int magnitude = 0;
    for (int i = intSize; i > 0; i--) {
      magnitude = (magnitude << 8) | (bytes[position + i] & 0xff);
    }
    position += 1 + intSize;
    return sign == 1 ? -magnitude : magnitude;
  }

  /** A string, or null where the archive has none. */
  @Nullable String readString() throws Underflow, MalformedArchive {
    int length = readLength();
    if (length < 0) {
      return null;
    }
    String text = new String(bytes, position, length, charset);
    position += length;
    return text;
  }

  /** Like {@link #readString}, for a string that does not matter. */
  void skipString() throws Underflow, MalformedArchive {
    int length = readLength(); // Moves the position, so not within the next expression.
    position += Math.max(0, length);
  }

  /** The place of a data block: a state and an offset that a pipe's writer cannot know. */
  void skipOffset() throws Underflow {
    need(1 + offsetSize);
    position += 1 + offsetSize;
  }

  private int readLength() throws Underflow, MalformedArchive {
    int length = readInt();
    if (length < -1 || length > MAX_STRING_BYTES) {
      throw new MalformedArchive("a string has the length " + length);
    }
    need(length);
    return length;
  }

  private void need(int count) throws Underflow {
    if (count > end - position) {
      throw new Underflow();
    }
  }
}
