package holdfast.engine;

import java.util.Optional;

/**
 * What came of looking whether a run may start.
 *
 * @param isHeldBack whether it has to wait, and is to be looked at again
 * @param claimed empty also when it is not to be run any more
 */
record Start<T>(boolean isHeldBack, Optional<T> claimed) {
  static <T> Start<T> heldBack() {
    return new Start<>(true, Optional.empty());
  }

  static <T> Start<T> of(Optional<T> claimed) {
    return new Start<>(false, claimed);
  }
}
