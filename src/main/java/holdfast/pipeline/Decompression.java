package holdfast.pipeline;

import com.github.luben.zstd.ZstdInputStream;
import holdfast.model.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** The way back through {@link CompressingSink}. */
public final class Decompression {
  private static final int BUFFER_BYTES = 64 * 1024;

  private Decompression() {}

  /**
   * The plain bytes of {@code stored}; reading throws when they are damaged or end too early.
   * Closing closes both.
   */
  public static InputStream open(Compression compression, InputStream stored) throws IOException {
    return switch (compression) {
      case GZ -> new GZIPInputStream(stored, BUFFER_BYTES);
      case ZSTD -> new ZstdInputStream(stored);
    };
  }
}
