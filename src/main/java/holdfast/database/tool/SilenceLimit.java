package holdfast.database.tool;

import holdfast.model.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Lets what a tool gives pass, and ends the tool when it has given nothing for too long: one that
 * hangs would hold its run, and what waits for that, for ever. Only time that a reader waits
 * counts. Read by one thread, closed by any.
 */
final class SilenceLimit extends InputStream {
  private static final int LOOKS = 20;

  private final InputStream source;
  private final Duration limit;
  private final Runnable end;
  private final Supplier<FailureException> failure;
  private final Thread watching;
  private volatile long waitingSinceNanos;
  private volatile boolean isWaiting;
  private volatile boolean isExceeded;

  /**
   * @param end of the tool; after it a read ends
   * @param failure what reading fails with then
   */
  SilenceLimit(
      InputStream source, Duration limit, Runnable end, Supplier<FailureException> failure) {
    this.source = source;
    this.limit = limit;
    this.end = end;
    this.failure = failure;
    this.watching = Thread.ofVirtual().name("silence-limit").start(this::watch);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    waitingSinceNanos = System.nanoTime();
    isWaiting = true;
    int count;
    try {
      count = source.read(bytes, offset, length);
    } catch (IOException e) {
      throw isExceeded ? failure.get() : e;
    } finally {
      isWaiting = false;
    }
    if (isExceeded) {
      throw failure.get(); // What looks like the tool's end was ours.
    }
    return count;
  }

  private void watch() {
    try {
      while (!isExceeded) {
        Thread.sleep(limit.dividedBy(LOOKS));
        isExceeded = isWaiting && System.nanoTime() - waitingSinceNanos > limit.toNanos();
      }
      end.run();
    } catch (InterruptedException e) {
      return; // It was closed.
    }
  }

  /** Looks no longer. Leaves the source as it is. */
  @Override
  public void close() {
    watching.interrupt();
  }
}
