package holdfast.pipeline;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Observer: counts and hashes what passes, and changes nothing. */
public final class MeteringSink implements Sink {
  private final Meter meter = new Meter();
  private final Sink next;
  private @Nullable Digest digest;

  public MeteringSink(Sink next) {
    this.next = next;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    next.write(bytes, offset, length);
    meter.update(bytes, offset, length);
  }

  @Override
  public void finish() throws IOException {
    digest = meter.digest();
    next.finish();
  }

  @Override
  public void close() {
    next.close();
  }

  /** How many bytes have passed so far; any thread may ask. */
  public long bytes() {
    return meter.bytes();
  }

  /** The digest of all bytes; only after {@link #finish} was called. */
  public Digest digest() {
    if (digest == null) {
      throw new IllegalStateException("the stream has not ended");
    }
    return digest;
  }
}
