package holdfast.api;

import holdfast.model.Failure;
import holdfast.model.FailureException;

/** Failures of probes, in the words of the list of a field's problems. */
final class Failures {
  private Failures() {}

  static String text(FailureException e) {
    Failure failure = e.failure();
    return "%s (%s). %s".formatted(failure.message(), failure.code().wire(), failure.hint());
  }
}
