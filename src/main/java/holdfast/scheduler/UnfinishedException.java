package holdfast.scheduler;

import holdfast.model.FailureException;

/** A run that cannot be brought to its end now, for a reason that lies outside of us. */
final class UnfinishedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnfinishedException(FailureException cause) {
    super(cause.getMessage() + ". " + cause.failure().hint(), cause);
  }
}
