package holdfast.database.postgresql;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What a set of files comes to, whatever their order: their hashes added up, so that two sets are
 * compared without keeping either. For one thread.
 */
final class FileSums {
  private final CRC32C content = new CRC32C();
  private final MessageDigest digest = sha256();
  private long count;
  private long high;
  private long low;

  /** A file begins to pass. */
  void begin() {
    content.reset();
  }

  void update(byte[] bytes, int offset, int length) {
    content.update(bytes, offset, length);
  }

  /** The file that began has passed. */
  void end(byte[] name, long size) {
    add(name, size, (int) content.getValue());
  }

  /** A file of which the checksum is known. */
  void add(byte[] name, long size, int crc32c) {
    digest.update(name);
    ByteBuffer rest = ByteBuffer.allocate(Long.BYTES + Integer.BYTES);
    // The list has the checksum's bytes in the order of the server's processor.
    int reversed = Integer.reverseBytes(crc32c);
    int either = Integer.compareUnsigned(crc32c, reversed) < 0 ? crc32c : reversed;
    ByteBuffer hash = ByteBuffer.wrap(digest.digest(rest.putLong(size).putInt(either).array()));
    high += hash.getLong();
    low += hash.getLong();
    count++;
  }

  long count() {
    return count;
  }

  /** In what the files differ from those that a list names; empty where in nothing. */
  Optional<String> difference(FileSums listed) {
    if (count != listed.count) {
      return Optional.of(
          "it has %d files, and the server's list names %d".formatted(count, listed.count));
    }
    return high == listed.high && low == listed.low
        ? Optional.empty()
        : Optional.of("a file is not what the server's list says");
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each Java has SHA-256", e);
    }
  }
}
