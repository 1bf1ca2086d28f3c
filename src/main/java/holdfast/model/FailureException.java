package holdfast.model;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Something outside of us did not work: a database, a tool, a destination. An {@link IOException},
 * so that it passes through streams unwrapped.
 */
public final class FailureException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  public FailureException(FailureCode code, String message, String hint) {
    this(new Failure(code, message, hint), null);
  }

  public FailureException(Failure failure, @Nullable Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  /** What went wrong. */
  public Failure failure() {
    return failure;
  }
}
