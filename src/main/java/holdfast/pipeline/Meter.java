package holdfast.pipeline;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts and hashes (SHA-256). The count can be read by any thread; the rest belongs to the thread
 * that updates.
 */
final class Meter {
  private final MessageDigest sha256 = sha256();
  private final AtomicLong bytes = new AtomicLong();

  void update(byte[] buffer, int offset, int length) {
    sha256.update(buffer, offset, length);
    bytes.addAndGet(length);
  }

  long bytes() {
    return bytes.get();
  }

  /** The verdict; ends the meter. */
  Digest digest() {
    return new Digest(bytes.get(), HexFormat.of().formatHex(sha256.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
