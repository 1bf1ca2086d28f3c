package holdfast.database.postgresql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * What stands before each file of a tar.
 *
 * @param name its bytes, each as one character: names need not be UTF-8
 * @param type as the tar has it
 * @param size in bytes
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html">ustar</a>
 */
record TarHeader(String name, char type, long size) {
  static final int BYTES = 512;

  /** Of no file. */
  static final TarHeader NONE = new TarHeader("", '\0', 0);

  private static final int NAME_BYTES = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE_BYTES = 12;
  private static final int CHECKSUM_AT = 148;
  private static final int CHECKSUM_BYTES = 8;
  private static final int TYPE_AT = 156;
  private static final int BINARY = 0x80;

  /**
   * @param position of the block in the tar, for messages
   */
  static TarHeader of(byte[] block, long position) throws MalformedArchive {
    int sum = sum(block);
    if (sum == CHECKSUM_BYTES * ' ' && block[0] == 0) {
      return NONE;
    }
    if (sum != number(block, CHECKSUM_AT, CHECKSUM_BYTES, position)) {
      throw new MalformedArchive("there is no header of a tar at byte " + position);
    }
    TarHeader header =
        new TarHeader(
            text(block, 0, NAME_BYTES),
            (char) block[TYPE_AT],
            number(block, SIZE_AT, SIZE_BYTES, position));
    header.requireKnown(position);
    return header;
  }

  private void requireKnown(long position) throws MalformedArchive {
    boolean isEmpty = isFolder() || type == '2';
    if ((!isFile() && !isEmpty) || (isEmpty && size != 0) || size < 0) {
      throw new MalformedArchive(
          "the file %s is of the unknown type '%s', at byte %d".formatted(name, type, position));
    }
  }

  /** Whether it is the block of zeros that a tar ends with. */
  boolean isEmptyBlock() {
    return name.isEmpty();
  }

  /** Whether it is a file, not a folder or a link. */
  boolean isFile() {
    return type == '0';
  }

  boolean isFolder() {
    return type == '5';
  }

  byte[] rawName() {
    return name.getBytes(ISO_8859_1);
  }

  /** All bytes added up, those of the sum itself taken for spaces. */
  private static int sum(byte[] block) {
    int sum = CHECKSUM_BYTES * ' ';
    for (int i = 0; i < BYTES; i++) {
      boolean isOfTheSum = i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM_BYTES;
      sum += isOfTheSum ? 0 : block[i] & 0xff;
    }
    return sum;
  }

  /** Octal digits, or the number itself where it has more digits than there is room for. */
  private static long number(byte[] block, int at, int length, long position)
      throws MalformedArchive {
    if ((block[at] & BINARY) != 0) {
      long value = 0;
      for (int i = at + 1; i < at + length; i++) {
        value = (value << 8) | (block[i] & 0xff);
      }
      return value;
    }
    String digits = text(block, at, length).strip();
    try {
      return Long.parseLong(digits, 8);
    } catch (NumberFormatException e) {
      throw new MalformedArchive("there is no header of a tar at byte " + position);
    }
  }

  private static String text(byte[] block, int at, int length) {
    int end = at;
    while (end < at + length && block[end] != 0) {
      end++;
    }
    return new String(block, at, end - at, ISO_8859_1);
  }
}
