package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** What is kept of a statement that passes: so many bytes at most. For one thread. */
final class KeptStatement extends ByteArrayOutputStream {
  private static final int KEPT_MEMORY_BYTES = 4 << 20;

  private final int limit;

  KeptStatement(int limit) {
    this.limit = limit;
  }

  void append(byte[] in, int at, int length) {
    write(in, at, Math.min(length, limit - size()));
  }

  /** Without blanks at its end. */
  void trim() {
    while (count > 0 && buf[count - 1] <= ' ' && buf[count - 1] >= 0) {
      count--;
    }
  }

  /** Not a copy. */
  byte[] bytes() {
    return buf;
  }

  String text() {
    return new String(buf, 0, count, UTF_8);
  }

  @Override
  public synchronized void reset() {
    super.reset();
    if (buf.length > KEPT_MEMORY_BYTES) {
      buf = new byte[32]; // One huge row must not keep its memory.
    }
  }
}
