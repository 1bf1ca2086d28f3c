package holdfast.engine;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of looking whether a run may start.
 *
 * @param waited for how long it has waited, when it has to wait on; else null
 * @param claimed empty also when it is not to be run any more
 */
record Start<T>(@Nullable Duration waited, Optional<T> claimed) {
  static <T> Start<T> heldBack(Duration waited) {
    return new Start<>(waited, Optional.empty());
  }

  static <T> Start<T> of(Optional<T> claimed) {
    return new Start<>(null, claimed);
  }
}
