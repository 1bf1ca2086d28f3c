package holdfast.pipeline;

import com.github.luben.zstd.ZstdOutputStream;
import holdfast.model.Compression;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** Transformer: compresses what passes. */
public final class CompressingSink implements Sink {
  private static final int ZSTD_LEVEL = 3;
  private static final int GZIP_BUFFER_BYTES = 64 * 1024;

  private final Sink next;
  private final Gate gate;
  private final OutputStream codec;

  /** Owns {@code next} from the call on, also when it throws. */
  public CompressingSink(Compression compression, Sink next) throws IOException {
    this.next = next;
    this.gate = new Gate(next);
    this.codec = openOrClose(compression, gate, next);
  }

  private static OutputStream openOrClose(Compression compression, Gate gate, Sink next)
      throws IOException {
    try {
      return open(compression, gate);
    } catch (IOException e) {
      next.close(); // gzip writes its header at once, so that opening can fail
      throw e;
    }
  }

  private static OutputStream open(Compression compression, Gate gate) throws IOException {
    return switch (compression) {
      case GZ -> new GZIPOutputStream(gate, GZIP_BUFFER_BYTES);
      case ZSTD -> new ZstdOutputStream(gate, ZSTD_LEVEL).setChecksum(true);
    };
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    codec.write(bytes, offset, length);
  }

  @Override
  public void finish() throws IOException {
    codec.close();
    next.finish();
  }

  @Override
  public void close() {
    gate.shut();
    try {
      codec.close();
    } catch (IOException e) {
      throw new AssertionError("a codec behind a shut gate writes nowhere", e);
    } finally {
      next.close();
    }
  }

  /**
   * The way from a codec to the next stage. A codec's {@code close()} frees native memory, but
   * writes the end of its format first: after a failure that would make a truncated stream look
   * whole, so the gate is shut before.
   */
  private static final class Gate extends OutputStream {
    private final Sink next;
    private boolean shut;

    Gate(Sink next) {
      this.next = next;
    }

    void shut() {
      shut = true;
    }

    @Override
    public void write(int oneByte) throws IOException {
      write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (!shut) {
        next.write(bytes, offset, length);
      }
    }
  }
}
