package holdfast.testing;

import holdfast.database.Dump;
import holdfast.database.DumpFacts;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A dump of a given length whose bytes follow from their place, that fails where it is told to and
 * can be held at a byte until it is released or closed.
 */
public final class FaultyDump implements Dump {
  public static final String VERSION = "0.1-fake";

  private final long length;
  private final FaultPlan faults;
  private final long heldAtByte;
  private final Runnable onClose;
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();
  private final InputStream stream = new Stream();
  private volatile long position;

  /**
   * @param heldAtByte where the reader is held; {@link Long#MAX_VALUE}: nowhere
   * @param onClose runs once, at the first close
   */
  FaultyDump(long length, FaultPlan faults, long heldAtByte, Runnable onClose) {
    this.length = length;
    this.faults = faults;
    this.heldAtByte = heldAtByte;
    this.onClose = onClose;
  }

  /** The byte at a place. */
  public static byte byteAt(long place) {
    return (byte) (place * 31 + (place >>> 8) * 17);
  }

  /** All bytes of a dump of this length. */
  public static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = byteAt(i);
    }
    return bytes;
  }

  /** Waits until the reader is held. */
  public void awaitHeld() throws InterruptedException {
    held.await();
  }

  /** Lets the held reader go on. */
  public void release() {
    released.countDown();
  }

  public boolean isClosed() {
    return closed.get();
  }

  @Override
  public String format() {
    return "fake";
  }

  @Override
  public String serverVersion() {
    return VERSION;
  }

  @Override
  public InputStream stream() {
    return stream;
  }

  @Override
  public DumpFacts awaitSuccess() throws FailureException {
    if (closed.get() || faults.atVerdict()) {
      throw new FailureException(FailureCode.DUMP_FAILED, "the fake dump failed", "Expect it.");
    }
    if (position < length) {
      throw new FailureException(
          FailureCode.DUMP_INCOMPLETE, "only " + position + " bytes were read", "Read them all.");
    }
    return new DumpFacts(VERSION, "fake_dump 1", Map.of("bytes", Long.toString(length)));
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      released.countDown();
      onClose.run();
    }
  }

  private final class Stream extends InputStream {

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      if (count == 0) {
        return 0;
      }
      if (position == heldAtByte) {
        hold();
      }
      if (closed.get()) {
        throw new IOException("the fake dump is closed");
      }
      long at = position;
      if (at >= faults.atByte()) {
        throw new IOException("the fake dump fails at byte " + at);
      }
      if (at >= length) {
        return -1;
      }
      int given = (int) Math.min(count, endOfNextRead(at) - at);
      for (int i = 0; i < given; i++) {
        bytes[offset + i] = byteAt(at + i);
      }
      position = at + given;
      return given;
    }

    private long endOfNextRead(long at) {
      long end = Math.min(length, faults.atByte());
      return at < heldAtByte ? Math.min(end, heldAtByte) : end;
    }

    private void hold() throws IOException {
      held.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }
}
