package holdfast.pipeline;

import java.io.IOException;
import java.io.InputStream;

/** Moves bytes. */
public final class Bytes {
  private static final int BUFFER_BYTES = 256 * 1024;

  private Bytes() {}

  /** Writes all of {@code from} into {@code to}, without finishing it. */
  public static void copy(InputStream from, Sink to) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      to.write(buffer, 0, read);
    }
  }
}
