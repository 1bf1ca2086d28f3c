package holdfast.database.postgresql;

import holdfast.model.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/** Lets a backup's bytes pass and walks through them. For one thread. */
final class ProvenStream extends InputStream {
  private final InputStream source;
  private final Walker walker;
  private final Function<MalformedArchive, FailureException> malformed;
  private volatile boolean ended;

  /**
   * @param malformed what reading throws where the bytes are no such backup
   */
  ProvenStream(
      InputStream source, Walker walker, Function<MalformedArchive, FailureException> malformed) {
    this.source = source;
    this.walker = walker;
    this.malformed = malformed;
  }

  /** Whether a reader has seen the end. */
  boolean hasEnded() {
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
    try {
      walker.accept(bytes, offset, count);
      return count;
    } catch (MalformedArchive e) {
      throw malformed.apply(e);
    }
  }
}
