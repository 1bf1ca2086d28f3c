package holdfast.api;

import holdfast.catalog.Catalog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.StatusCode;

/** All open tails, and what they share. Thread-safe. */
final class LogTails implements AutoCloseable {
  private static final int THREADS = 2;
  private static final Duration GOODBYE = Duration.ofSeconds(1);

  private final Admission admission;
  private final Catalog catalog;
  private final Clock clock;
  private final Mishaps mishaps;
  private final TailLimits limits;
  private final ScheduledExecutorService timer = timer();

  // Guarded by this: those that wait for their login, and those that are in.
  private final LinkedHashSet<LogTail> waiting = new LinkedHashSet<>();
  private final Set<LogTail> following = new HashSet<>();
  private boolean closed;

  LogTails(Admission admission, ApiParts parts, Mishaps mishaps, TailLimits limits) {
    this.admission = admission;
    this.catalog = parts.catalog();
    this.clock = parts.clock();
    this.mishaps = mishaps;
    this.limits = limits;
  }

  private static ScheduledExecutorService timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(THREADS, Thread.ofVirtual().name("tail-", 0).factory());
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  Admission admission() {
    return admission;
  }

  Catalog catalog() {
    return catalog;
  }

  TailLimits limits() {
    return limits;
  }

  Instant now() {
    return clock.instant();
  }

  ApiError mishap(Operation operation, Throwable cause) {
    return mishaps.of("WebSocket", operation.path(), cause);
  }

  Future<?> after(Duration delay, Runnable task) {
    return timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  Future<?> every(Duration period, Runnable task) {
    long millis = period.toMillis();
    return timer.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
  }

  /**
   * Takes a connection in that has not logged in. Where it is one too many the one that has waited
   * longest goes: who only waits keeps nobody out. Where the server already stops it hears so.
   */
  boolean register(LogTail tail) {
    LogTail tooMany = null;
    boolean isLate;
    synchronized (this) {
      isLate = closed;
      if (!isLate) {
        tooMany = waiting.size() < limits.tails() ? null : waiting.removeFirst();
        waiting.add(tail);
      }
    }
    if (isLate) {
      sayGoodbye(tail, Callback.NOOP);
    }
    if (tooMany != null) {
      tooMany.refuse("Too many log tails are open. Try again later.", StatusCode.TRY_AGAIN_LATER);
    }
    return !isLate;
  }

  /** Counts a tail that has logged in. */
  synchronized void countIn(LogTail tail) {
    if (following.size() >= limits.tails()) {
      throw ApiError.conflict(
          "%d log tails are open, and no more are served. Close one first."
              .formatted(limits.tails()));
    }
    if (waiting.remove(tail)) {
      following.add(tail);
    }
  }

  synchronized void forget(LogTail tail) {
    waiting.remove(tail);
    following.remove(tail);
  }

  /** Says goodbye to all, and returns when they have heard it, or soon after. */
  @Override
  public void close() {
    CompletableFuture<?>[] goodbyes =
        ending().stream().map(LogTails::goodbye).toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(goodbyes)
        .orTimeout(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(failure -> null)
        .join();
    timer.shutdownNow();
  }

  private static CompletableFuture<?> goodbye(LogTail tail) {
    Callback.Completable told = new Callback.Completable();
    sayGoodbye(tail, told);
    return told;
  }

  private static void sayGoodbye(LogTail tail, Callback told) {
    tail.close(StatusCode.SHUTDOWN, "the server stops", told);
  }

  private synchronized List<LogTail> ending() {
    closed = true;
    List<LogTail> all = new ArrayList<>(waiting);
    all.addAll(following);
    return all;
  }
}
