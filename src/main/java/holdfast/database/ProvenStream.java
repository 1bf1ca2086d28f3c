package holdfast.database;

import holdfast.model.FailureException;
import java.io.IOException;
import java.io.InputStream;

/** Lets a dump's bytes pass and shows them to a walker, which proves them. For one thread. */
public final class ProvenStream extends InputStream {
  private final InputStream source;
  private final Walker walker;
  private volatile boolean ended;

  /** Knows the structure of what passes. */
  public interface Walker {
    /**
     * Takes the next bytes.
     *
     * @throws FailureException where they are none that a dump has; reading throws it too
     */
    void accept(byte[] bytes, int offset, int length) throws FailureException;
  }

  public ProvenStream(InputStream source, Walker walker) {
    this.source = source;
    this.walker = walker;
  }

  /** Whether a reader has seen the end. */
  public boolean hasEnded() {
    return ended;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = source.read(bytes, offset, length);
    if (count < 0) {
      ended = true;
      return count;
    }
    walker.accept(bytes, offset, count);
    return count;
  }
}
