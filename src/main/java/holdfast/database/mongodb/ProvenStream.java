package holdfast.database.mongodb;

import holdfast.model.FailureException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/** Lets an archive's bytes pass and walks through them. For one thread. */
final class ProvenStream extends FilterInputStream {
  private final ArchiveWalker walker;
  private final Function<MalformedArchive, FailureException> malformed;
  private volatile boolean ended;

  /**
   * @param malformed what reading throws where the bytes are no archive
   */
  ProvenStream(
      InputStream source,
      ArchiveWalker walker,
      Function<MalformedArchive, FailureException> malformed) {
    super(source);
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
    int count = super.read(bytes, offset, length);
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

  @Override
  public long skip(long count) throws IOException {
    return readNBytes((int) Math.min(count, 1 << 16)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
