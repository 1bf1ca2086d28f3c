package holdfast.testing;

import holdfast.database.Restoration;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/** Keeps what is restored, and fails where it is told to. */
final class FakeRestoration implements Restoration {
  /** What a commit does with all bytes. */
  interface Commit {
    void accept(byte[] bytes) throws FailureException;
  }

  private final FaultPlan faults;
  private final Commit onCommit;
  private final Runnable onClose;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicBoolean closed = new AtomicBoolean();

  FakeRestoration(FaultPlan faults, Commit onCommit, Runnable onClose) {
    this.faults = faults;
    this.onCommit = onCommit;
    this.onClose = onClose;
  }

  @Override
  public void write(byte[] written, int offset, int length) throws FailureException {
    refuseIfClosed();
    if (bytes.size() + (long) length > faults.atByte()) {
      throw failed("fails at byte " + faults.atByte());
    }
    bytes.write(written, offset, length);
  }

  @Override
  public void commit() throws FailureException {
    refuseIfClosed();
    if (faults.atVerdict()) {
      throw failed("fails at its commit");
    }
    onCommit.accept(bytes.toByteArray());
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      onClose.run();
    }
  }

  private void refuseIfClosed() throws FailureException {
    if (closed.get()) {
      throw failed("is closed");
    }
  }

  private static FailureException failed(String how) {
    return new FailureException(
        FailureCode.RESTORE_FAILED, "the fake restoration " + how, "Expect it.");
  }
}
