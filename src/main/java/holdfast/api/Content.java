package holdfast.api;

import java.io.IOException;
import java.io.OutputStream;

/** The body of an answer. */
sealed interface Content {

  /** Bytes in memory. Contents are never compared, so the array does no harm. */
  @SuppressWarnings("ArrayRecordComponent")
  record Ready(byte[] bytes) implements Content {}

  /**
   * Bytes that come from elsewhere.
   *
   * @param length how many
   */
  record Streamed(long length, Source source) implements Content {}

  /** Writes exactly the announced bytes, once, or throws. Closed also when it was not asked to. */
  interface Source extends AutoCloseable {
    void writeTo(OutputStream out) throws IOException;

    @Override
    void close();
  }
}
