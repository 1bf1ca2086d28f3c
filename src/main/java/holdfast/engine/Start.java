package holdfast.engine;

import holdfast.catalog.Place;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of looking whether a run may start.
 *
 * @param waited for how long it has waited, when it has to wait on; else null
 * @param claimed empty also when it is not to be run any more
 * @param places where it is at work now
 */
record Start<T>(@Nullable Duration waited, Optional<T> claimed, List<Place> places, Known known) {
  static <T> Start<T> heldBack(Duration waited) {
    return new Start<>(waited, Optional.empty(), List.of(), Known.NOTHING);
  }

  static <T> Start<T> of(Optional<T> claimed, List<Place> places, Known known) {
    return new Start<>(null, claimed, places, known);
  }

  static <T> Start<T> none() {
    return of(Optional.empty(), List.of(), Known.NOTHING);
  }

  /** Whether it neither runs now nor waits. */
  boolean isNone() {
    return waited == null && claimed.isEmpty();
  }
}
