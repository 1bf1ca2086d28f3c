package holdfast.destination;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;

/** Where reading begins. */
final class Offset {
  private Offset() {}

  /** How many bytes follow {@code offset}. */
  static long remaining(String key, long offset, long bytes) throws FailureException {
    if (offset > bytes) {
      throw beyondEnd(key, offset);
    }
    return bytes - offset;
  }

  static FailureException beyondEnd(String key, long offset) {
    return new FailureException(
        FailureCode.OBJECT_CORRUPT,
        "the object '" + key + "' ends before byte " + offset,
        "The object was replaced or cut short; the backup cannot be used.");
  }
}
