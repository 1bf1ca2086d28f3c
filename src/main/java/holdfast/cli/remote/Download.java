package holdfast.cli.remote;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/**
 * An answer of many bytes, read by one thread. When none has come for too long, the reader gets an
 * {@link HttpTimeoutException}: the HTTP client has no such limit.
 */
public final class Download implements AutoCloseable {
  private final HttpResponse<InputStream> response;
  private final Duration silence;
  private final InputStream content;
  private final Thread guard;
  private volatile long readingSinceNanos;
  private volatile boolean isReading;
  private volatile boolean isSilent;

  Download(HttpResponse<InputStream> response, Duration silence) {
    this.response = response;
    this.silence = silence;
    this.content = new Guarded(response.body());
    this.guard = Thread.ofVirtual().name("download-guard").start(this::guard);
  }

  public InputStream content() {
    return content;
  }

  /** As announced; 0 where that is not known. */
  public long expectedBytes() {
    return response.headers().firstValueAsLong("Content-Length").orElse(0);
  }

  /** Empty where the server sends none. */
  public String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private void guard() {
    try {
      for (long left = left(); left > 0; left = left()) {
        Thread.sleep(Duration.ofNanos(left));
      }
      isSilent = true;
      response.body().close();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      return; // The reader learns of it.
    }
  }

  private long left() {
    return isReading
        ? silence.toNanos() - (System.nanoTime() - readingSinceNanos)
        : silence.toNanos();
  }

  @Override
  public void close() throws IOException {
    guard.interrupt();
    response.body().close();
  }

  /** Notes how long bytes are waited for. */
  private final class Guarded extends FilterInputStream {
    Guarded(InputStream bytes) {
      super(bytes);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      readingSinceNanos = System.nanoTime();
      isReading = true;
      try {
        return super.read(bytes, offset, length);
      } catch (IOException e) {
        throw isSilent
            ? new HttpTimeoutException("no byte came for %d s".formatted(silence.toSeconds()))
            : e;
      } finally {
        isReading = false;
      }
    }
  }
}
