package holdfast.destination;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * One part in memory, with the MD5 of what is in it. Grows with its content, so that a manifest
 * does not take the room of a part. Used by one thread at a time.
 */
final class PartBuffer {
  private static final int FIRST_BYTES = 64 * 1024;

  private final int limit;
  private final MessageDigest digest = Digests.md5();
  private byte[] bytes;
  private int size;

  PartBuffer(int limit) {
    this.limit = limit;
    this.bytes = new byte[Math.min(FIRST_BYTES, limit)];
  }

  /** Takes as many of the bytes as fit, and says how many those were. */
  int append(byte[] source, int offset, int length) {
    int count = Math.min(length, limit - size);
    makeRoomFor(size + count);
    System.arraycopy(source, offset, bytes, size, count);
    digest.update(source, offset, count);
    size += count;
    return count;
  }

  private void makeRoomFor(int needed) {
    if (needed > bytes.length) {
      long doubled = Math.max(2L * bytes.length, needed);
      bytes = Arrays.copyOf(bytes, (int) Math.min(doubled, limit));
    }
  }

  boolean isFull() {
    return size == limit;
  }

  int size() {
    return size;
  }

  /** Can be read as often as needed. */
  InputStream content() {
    return new ByteArrayInputStream(bytes, 0, size);
  }

  /** The MD5 of the content; to be asked once, when the part is complete. */
  byte[] takeMd5() {
    return digest.digest();
  }

  void clear() {
    size = 0;
    digest.reset();
  }
}
