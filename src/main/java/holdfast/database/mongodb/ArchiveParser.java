package holdfast.database.mongodb;

import holdfast.model.FailureException;
import java.util.Arrays;

/**
 * Cuts an archive into its documents and terminators while its bytes pass in pieces of any size.
 * Keeps no more than one document. For one thread.
 */
final class ArchiveParser {

  /** Who is given the units. */
  interface Consumer {

    /**
     * @param isFirst whether it is the first one of its block: the header
     */
    void document(boolean isFirst, byte[] bytes, int offset, int length)
        throws MalformedArchive, FailureException;

    /** A block has ended. */
    void terminator() throws MalformedArchive, FailureException;
  }

  private final Consumer consumer;
  private byte[] unread = new byte[64 * 1024];
  private int unreadBytes;
  private long position;
  private boolean hasMagic;
  private boolean inBlock;

  ArchiveParser(Consumer consumer) {
    this.consumer = consumer;
  }

  /** Takes the archive's next bytes. */
  void accept(byte[] bytes, int offset, int length) throws MalformedArchive, FailureException {
    if (unreadBytes == 0) {
      int used = consume(bytes, offset, length);
      append(bytes, offset + used, length - used);
      return;
    }
    append(bytes, offset, length);
    int used = consume(unread, 0, unreadBytes);
    unreadBytes -= used;
    System.arraycopy(unread, used, unread, 0, unreadBytes);
  }

  /** Whether nothing would be missing within the block if the bytes ended here. */
  boolean isBetweenBlocks() {
    return hasMagic && !inBlock && unreadBytes == 0;
  }

  /** Where the unit begins that is read next, in bytes. */
  long position() {
    return position;
  }

  private void append(byte[] bytes, int offset, int length) {
    if (unread.length - unreadBytes < length) {
      unread = Arrays.copyOf(unread, Math.max(unreadBytes + length, 2 * unread.length));
    }
    System.arraycopy(bytes, offset, unread, unreadBytes, length);
    unreadBytes += length;
  }

  private int consume(byte[] bytes, int offset, int length)
      throws MalformedArchive, FailureException {
    int used = 0;
    for (int unit = next(bytes, offset, length); unit > 0; ) {
      used += unit;
      position += unit;
      unit = next(bytes, offset + used, length - used);
    }
    return used;
  }

  /** Hands over one unit; the length of it, or 0 when it is not there whole. */
  private int next(byte[] bytes, int offset, int available)
      throws MalformedArchive, FailureException {
    if (available < Integer.BYTES) {
      return 0;
    }
    int number = LittleEndian.intAt(bytes, offset);
    if (!hasMagic) {
      if (number != ArchiveFormat.MAGIC) {
        throw new MalformedArchive("it does not begin as an archive of mongodump does");
      }
      hasMagic = true;
      return Integer.BYTES;
    }
    return number == ArchiveFormat.TERMINATOR
        ? endBlock()
        : document(number, bytes, offset, available);
  }

  private int endBlock() throws MalformedArchive, FailureException {
    if (!inBlock) {
      throw new MalformedArchive("a block without a header");
    }
    inBlock = false;
    consumer.terminator();
    return Integer.BYTES;
  }

  private int document(int length, byte[] bytes, int offset, int available)
      throws MalformedArchive, FailureException {
    if (length < ArchiveFormat.SMALLEST_DOCUMENT_BYTES
        || length > ArchiveFormat.LARGEST_DOCUMENT_BYTES) {
      throw new MalformedArchive("a document of " + length + " bytes");
    }
    if (length > available) {
      return 0;
    }
    if (bytes[offset + length - 1] != 0) {
      throw new MalformedArchive("a document without its end");
    }
    boolean isFirst = !inBlock;
    inBlock = true;
    consumer.document(isFirst, bytes, offset, length);
    return length;
  }
}
