package holdfast.destination;

import holdfast.model.FailureException;
import org.jspecify.annotations.Nullable;

/** How far an upload has come. After a failure it says the same failure again, and no more. */
final class UploadState {
  private final String key;
  private @Nullable FailureException failure;
  private boolean committed;
  private boolean closed;

  UploadState(String key) {
    this.key = key;
  }

  void requireOpen() throws FailureException {
    if (failure != null) {
      throw new FailureException(failure.failure(), failure);
    }
    if (committed || closed) {
      throw new IllegalStateException("the upload of '" + key + "' has ended");
    }
  }

  FailureException fail(FailureException cause) {
    failure = cause;
    return cause;
  }

  void commit() {
    committed = true;
  }

  /** True the first time when there is something to discard. */
  boolean close() {
    boolean first = !closed;
    closed = true;
    return first && !committed;
  }
}
