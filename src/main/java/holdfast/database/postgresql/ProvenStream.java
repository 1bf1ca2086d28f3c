package holdfast.database.postgresql;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.IOException;
import java.io.InputStream;

/** Lets an archive's bytes pass and walks through them. For one thread. */
final class ProvenStream extends InputStream {
  private final InputStream source;
  private final ArchiveWalker walker;
  private volatile boolean ended;

  ProvenStream(InputStream source, ArchiveWalker walker) {
    this.source = source;
    this.walker = walker;
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
      throw new FailureException(
          FailureCode.DUMP_INCOMPLETE,
          "pg_dump gave something else than a whole archive: " + e.getMessage(),
          "Check the pg_dump that is installed; try again.");
    }
  }
}
