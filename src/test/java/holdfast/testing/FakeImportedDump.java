package holdfast.testing;

import holdfast.database.Dump;
import holdfast.database.DumpFacts;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** A file from elsewhere that is whole when it is as long as the fake's dumps are. */
final class FakeImportedDump implements Dump {
  private final Counted stream;
  private final long length;
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();

  FakeImportedDump(InputStream file, long length, Runnable onClose) {
    this.stream = new Counted(file);
    this.length = length;
    this.onClose = onClose;
  }

  @Override
  public String format() {
    return "fake";
  }

  @Override
  public String serverVersion() {
    return FaultyDump.VERSION;
  }

  @Override
  public InputStream stream() {
    return stream;
  }

  @Override
  public DumpFacts awaitSuccess() throws FailureException {
    if (stream.count != length) {
      throw new FailureException(
          FailureCode.IMPORT_INVALID, stream.count + " bytes are no fake dump", "Expect it.");
    }
    return new DumpFacts(FaultyDump.VERSION, "fake_dump 1", Map.of());
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      onClose.run();
    }
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Counted extends FilterInputStream {
    private long count;

    private Counted(InputStream file) {
      super(file);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = in.read(bytes, offset, length);
      count += Math.max(0, read);
      return read;
    }
  }
}
