package holdfast.engine;

import holdfast.catalog.Place;
import holdfast.model.Addon;
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
 * @param addon whose database it works on; empty where that could not be read, and the run will
 *     find out why
 */
record Start<T>(
    @Nullable Duration waited, Optional<T> claimed, List<Place> places, Optional<Addon> addon) {
  static <T> Start<T> heldBack(Duration waited) {
    return new Start<>(waited, Optional.empty(), List.of(), Optional.empty());
  }

  static <T> Start<T> of(Optional<T> claimed, List<Place> places, Optional<Addon> addon) {
    return new Start<>(null, claimed, places, addon);
  }

  static <T> Start<T> none() {
    return of(Optional.empty(), List.of(), Optional.empty());
  }

  /** Whether it neither runs now nor waits. */
  boolean isNone() {
    return waited == null && claimed.isEmpty();
  }
}
