package holdfast.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.model.FailureException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadAheadTest {
  private static final int MEBIBYTE = 1 << 20;

  @Test
  void everyByteArrivesInItsOrder() throws Exception {
    byte[] content = new byte[5 * MEBIBYTE + 17];
    new Random(1).nextBytes(content);
    Kept kept = new Kept();

    ReadAhead.copy(new InSmallPieces(content), kept);

    assertThat(kept.bytes.toByteArray()).isEqualTo(content);
    assertThat(kept.isFinished).isFalse();
  }

  @Test
  void nothingIsNothing() throws Exception {
    Kept kept = new Kept();
    ReadAhead.copy(InputStream.nullInputStream(), kept);
    assertThat(kept.bytes.size()).isZero();
  }

  /** What came before it is written: a dump's length in the log is that of what there was. */
  @Test
  void aFailureOfReadingComesAfterWhatWasRead() {
    Kept kept = new Kept();
    IOException failure = new IOException("the connection is cut");
    assertThatThrownBy(() -> ReadAhead.copy(new Failing(failure), kept)).isSameAs(failure);
    assertThat(kept.bytes.toString(UTF_8)).isEqualTo("half");
  }

  @Test
  void alsoOneThatNobodyExpects() {
    RuntimeException failure = new IllegalStateException("a bug");
    assertThatThrownBy(() -> ReadAhead.copy(new Failing(failure), new Kept())).isSameAs(failure);
    Error error = new OutOfMemoryError("none left");
    assertThatThrownBy(() -> ReadAhead.copy(new Failing(error), new Kept())).isSameAs(error);
  }

  @Test
  void aSlowSinkIsNotRunAwayFrom() throws Exception {
    AtomicLong read = new AtomicLong();
    AtomicLong farthest = new AtomicLong();
    AtomicLong written = new AtomicLong();
    ReadAhead.copy(
        new Counted(new ByteArrayInputStream(new byte[20 * MEBIBYTE]), read),
        new Kept() {
          @Override
          public void write(byte[] bytes, int offset, int length) {
            farthest.accumulateAndGet(read.get() - written.getAndAdd(length), Math::max);
          }
        });
    assertThat(farthest.get()).isBetween(1L, (long) MEBIBYTE);
  }

  @Test
  void aSinkThatFailsEndsTheReading() throws Exception {
    AtomicLong read = new AtomicLong();
    IOException failure = new IOException("the disk is full");
    assertThatThrownBy(
            () ->
                ReadAhead.copy(
                    new Counted(new Endless(), read),
                    new Kept() {
                      @Override
                      public void write(byte[] bytes, int offset, int length) throws IOException {
                        throw failure;
                      }
                    }))
        .isSameAs(failure);
    assertThat(read.get()).isLessThanOrEqualTo(MEBIBYTE);
  }

  @Test
  void whoIsInterruptedWaitsNoLonger() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> ReadAhead.copy(new Silent(closed), new Kept()))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    closed.countDown();
  }

  private static class Kept implements Sink {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean isFinished;

    @Override
    public void write(byte[] written, int offset, int length) throws IOException {
      bytes.write(written, offset, length);
    }

    @Override
    public void finish() {
      isFinished = true;
    }

    @Override
    public void close() {}
  }

  private static final class InSmallPieces extends ByteArrayInputStream {
    private final Random random = new Random(2);

    InSmallPieces(byte[] content) {
      super(content);
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return super.read(into, offset, Math.min(length, 1 + random.nextInt(100_000)));
    }
  }

  private static final class Counted extends InputStream {
    private final InputStream source;
    private final AtomicLong count;

    Counted(InputStream source, AtomicLong count) {
      this.source = source;
      this.count = count;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("byte by byte");
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int got = source.read(into, offset, length);
      count.addAndGet(Math.max(0, got));
      return got;
    }
  }

  private static final class Endless extends InputStream {
    @Override
    public int read() {
      return 0;
    }
  }

  private static final class Failing extends InputStream {
    private final Throwable failure;
    private boolean hasGiven;

    Failing(Throwable failure) {
      this.failure = failure;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("byte by byte");
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (!hasGiven) {
        hasGiven = true;
        return new ByteArrayInputStream("half".getBytes(UTF_8)).read(into, offset, length);
      }
      switch (failure) {
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        default -> throw (Error) failure;
      }
    }
  }

  /** Does not hear an interrupt, as a pipe does not. */
  private static final class Silent extends InputStream {
    private final CountDownLatch closed;

    Silent(CountDownLatch closed) {
      this.closed = closed;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("byte by byte");
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      while (closed.getCount() > 0) {
        Thread.interrupted();
        LockSupport.parkNanos(1_000_000);
      }
      return -1;
    }
  }
}
