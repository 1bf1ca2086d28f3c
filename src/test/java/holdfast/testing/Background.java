package holdfast.testing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Work beside a test's own thread, each on a thread for itself: the common pool has a single one on
 * two cores, and work that waits for other work would never see it begin.
 */
public final class Background {
  private static final Executor OWN_THREAD = work -> Thread.ofPlatform().daemon().start(work);

  private Background() {}

  public static <T> CompletableFuture<T> call(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, OWN_THREAD);
  }

  public static CompletableFuture<Void> run(Runnable work) {
    return CompletableFuture.runAsync(work, OWN_THREAD);
  }
}
