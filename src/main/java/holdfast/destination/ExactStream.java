package holdfast.destination;

import holdfast.model.FailureException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/**
 * A stream that knows how many bytes are to come: ending early is a failure, never the end. Errors
 * become {@link FailureException}s.
 */
final class ExactStream extends InputStream {
  private final Function<IOException, FailureException> failures;
  private final InputStream in;
  private final Closeable abandon;
  private long remaining;

  /**
   * @param abandon closes {@code in} when it was not read to its end
   */
  ExactStream(
      InputStream in,
      long bytes,
      Function<IOException, FailureException> failures,
      Closeable abandon) {
    this.abandon = abandon;
    this.in = in;
    this.remaining = bytes;
    this.failures = failures;
  }

  @Override
  public int read() throws FailureException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws FailureException {
    if (length == 0) {
      return 0;
    }
    if (remaining == 0) {
      return -1;
    }
    try {
      int count = in.read(target, offset, (int) Math.min(length, remaining));
      if (count < 0) {
        throw new EOFException(remaining + " bytes are missing");
      }
      remaining -= count;
      return count;
    } catch (IOException failed) {
      throw failures.apply(failed);
    }
  }

  @Override
  public void close() throws IOException {
    (remaining == 0 ? in : abandon).close();
  }
}
