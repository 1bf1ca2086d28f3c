package holdfast.pipeline;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** A sink that keeps what it gets, and can fail at its n-th byte. */
final class RecordingSink implements Sink {
  final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final long failAtByte;
  boolean finished;
  boolean closed;

  RecordingSink() {
    this(Long.MAX_VALUE);
  }

  RecordingSink(long failAtByte) {
    this.failAtByte = failAtByte;
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    if (bytes.size() + length >= failAtByte) {
      throw new IOException("full at byte " + failAtByte);
    }
    bytes.write(buffer, offset, length);
  }

  @Override
  public void finish() {
    finished = true;
  }

  @Override
  public void close() {
    closed = true;
  }
}
