package holdfast.engine;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The plain bytes of a stored stream, whose end is told only when the stored stream has ended as
 * well: a decompressor stops at the end of its format, and what comes behind it would not be
 * proven.
 */
final class ProvenStream extends FilterInputStream {
  private final InputStream stored;

  ProvenStream(InputStream plain, InputStream stored) {
    super(plain);
    this.stored = stored;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    return value < 0 ? end() : value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = super.read(target, offset, length);
    return count < 0 ? end() : count;
  }

  private int end() throws IOException {
    stored.transferTo(OutputStream.nullOutputStream());
    return -1;
  }
}
