package holdfast.chaos;

import java.time.Duration;
import java.util.Map;

/** Waits until an installation has nothing more to do, and until it has swept. */
final class Quiet {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long PAUSE_MILLIS = 100;
  private static final int LOOKS_BETWEEN_PUSHES = 10;

  private final CatalogReader catalog;
  private final long deadline = System.nanoTime() + PATIENCE.toNanos();

  Quiet(CatalogReader catalog) {
    this.catalog = catalog;
  }

  /** Answers what the catalog says then; what is not settled by then is for the checks to find. */
  Facts await() {
    settle();
    sweep();
    return settle();
  }

  /** Without a sweep. */
  Facts settle() {
    Facts facts = catalog.read();
    for (int look = 1; !facts.unsettled().isEmpty() && hasTime(); look++) {
      if (look % LOOKS_BETWEEN_PUSHES == 0) {
        catalog.makeDue();
      }
      Pause.millis(PAUSE_MILLIS);
      facts = catalog.read();
    }
    return facts;
  }

  /** Each recurring work comes to its end once more, the sweep among them. */
  private void sweep() {
    Map<String, String> last = catalog.lastRecurring();
    catalog.makeRecurringDue();
    while (!haveAllChanged(last, catalog.lastRecurring())) {
      if (!hasTime()) {
        throw new AssertionError("not done in time, all or one of: " + last);
      }
      Pause.millis(PAUSE_MILLIS);
    }
  }

  private static boolean haveAllChanged(Map<String, String> before, Map<String, String> now) {
    return now.entrySet().stream()
        .noneMatch(entry -> entry.getValue().equals(before.get(entry.getKey())));
  }

  private boolean hasTime() {
    return System.nanoTime() < deadline;
  }
}
