package holdfast.destination;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;

/** A call that ended because its thread was told to stop. */
final class Interruption {
  private Interruption() {}

  static FailureException failure(String doing) {
    return new FailureException(
        FailureCode.ABORTED, doing + " was interrupted", "Start it again if it is still wanted.");
  }
}
