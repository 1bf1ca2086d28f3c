package holdfast.database.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/**
 * The bytes of an RDB that have come and were not walked through yet, and the ways of the format to
 * write numbers and texts. For one thread.
 */
final class RdbBytes {
  /** What is kept whole, the names of keys say, is not longer. */
  static final int MAX_TEXT_BYTES = 16 << 20;

  private static final int LENGTH_OF_32_BITS = 0x80;
  private static final int LENGTH_OF_64_BITS = 0x81;
  private static final int SPECIAL = 3;
  private static final int PACKED = 3;

  private byte[] bytes = new byte[1 << 16];
  private int position;
  private int limit;

  /** More bytes have to come first. */
  static final class Underflow extends Exception {
    private static final long serialVersionUID = 1L;

    private Underflow() {
      super("more bytes have to come", null, false, false);
    }
  }

  /** Forgets what was walked through and takes what comes next. */
  void append(byte[] more, int offset, int length) {
    System.arraycopy(bytes, position, bytes, 0, limit - position);
    limit -= position;
    position = 0;
    if (bytes.length - limit < length) {
      bytes = Arrays.copyOf(bytes, Math.max(limit + length, 2 * bytes.length));
    }
    System.arraycopy(more, offset, bytes, limit, length);
    limit += length;
  }

  byte[] array() {
    return bytes;
  }

  int position() {
    return position;
  }

  void position(int to) {
    position = to;
  }

  int available() {
    return limit - position;
  }

  /** What lies between a place and where we are. */
  byte[] since(int place) {
    return Arrays.copyOfRange(bytes, place, position);
  }

  /** Goes over so many bytes, or as many as there are, and answers how many. */
  long skip(long count) {
    int skipped = (int) Math.min(count, available());
    position += skipped;
    return skipped;
  }

  int readByte() throws Underflow {
    require(1);
    return bytes[position++] & 0xff;
  }

  byte[] readBytes(int count) throws Underflow {
    require(count);
    position += count;
    return since(position - count);
  }

  long readLittleEndian(int count) throws Underflow {
    require(count);
    position += count;
    return LittleEndian.get(bytes, position - count, count);
  }

  /** A number of the format's own kind, which is never negative. */
  long readLength() throws Underflow, MalformedRdb {
    int first = readByte();
    if (first >> 6 == SPECIAL) {
      throw new MalformedRdb("a text stands where a number is expected");
    }
    return readLength(first);
  }

  /** The same, all of whose 64 bits count. */
  long readId() throws Underflow, MalformedRdb {
    int first = readByte();
    return first == LENGTH_OF_64_BITS ? readBigEndian(Long.BYTES) : readLength(first);
  }

  private long readLength(int first) throws Underflow, MalformedRdb {
    if (first >> 6 == 0) {
      return first;
    }
    if (first >> 6 == 1) {
      return ((first & 0x3fL) << 8) | readByte();
    }
    if (first != LENGTH_OF_32_BITS && first != LENGTH_OF_64_BITS) {
      throw new MalformedRdb("a number begins with the unknown byte " + first);
    }
    long length = readBigEndian(first == LENGTH_OF_32_BITS ? Integer.BYTES : Long.BYTES);
    if (length < 0) {
      throw new MalformedRdb("a number is larger than any");
    }
    return length;
  }

  private long readBigEndian(int count) throws Underflow {
    long value = 0;
    for (byte b : readBytes(count)) {
      value = (value << 8) | (b & 0xff);
    }
    return value;
  }

  /** Reads what stands before a text's own bytes, and answers how many of these follow. */
  long readTextStart() throws Underflow, MalformedRdb {
    int first = readByte();
    if (first >> 6 != SPECIAL) {
      return readLength(first);
    }
    int kind = first & 0x3f;
    if (kind < PACKED) {
      return 1L << kind; // A whole number of 1, 2 or 4 bytes.
    }
    long packed = readPackedStart(kind);
    readLength();
    return packed;
  }

  /** A text, whichever way it is written. */
  byte[] readText() throws Underflow, MalformedRdb {
    int first = readByte();
    if (first >> 6 != SPECIAL) {
      return readBytes(bounded(readLength(first)));
    }
    int kind = first & 0x3f;
    if (kind < PACKED) {
      int count = 1 << kind;
      int unused = Long.SIZE - 8 * count;
      long number = readLittleEndian(count) << unused >> unused;
      return Long.toString(number).getBytes(ISO_8859_1);
    }
    int packed = bounded(readPackedStart(kind));
    int size = bounded(readLength());
    return Lzf.unpack(readBytes(packed), size);
  }

  private long readPackedStart(int kind) throws Underflow, MalformedRdb {
    if (kind != PACKED) {
      throw new MalformedRdb("a text is written in the unknown way " + kind);
    }
    return readLength();
  }

  private static int bounded(long length) throws MalformedRdb {
    if (length > MAX_TEXT_BYTES) {
      throw new MalformedRdb(
          "a name of %d bytes; the longest that Holdfast takes has %d"
              .formatted(length, MAX_TEXT_BYTES));
    }
    return (int) length;
  }

  private void require(int count) throws Underflow {
    if (available() < count) {
      throw new Underflow();
    }
  }
}
