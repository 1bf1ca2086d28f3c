package holdfast.destination;

import holdfast.model.FailureException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often and how patiently to repeat what can be repeated. The delay doubles from failure to
 * failure and is shortened by a random part, so that many runs that failed together do not come
 * back together.
 *
 * @param attempts in all, at least one
 */
public record Retry(int attempts, Duration firstDelay, Duration longestDelay, Sleeper sleeper) {
  /** For runs: rides out a restart of the server. */
  public static final Retry PATIENT =
      new Retry(6, Duration.ofMillis(500), Duration.ofSeconds(10), Thread::sleep);

  /** For a person who waits for the answer. */
  public static final Retry NEVER = new Retry(1, Duration.ZERO, Duration.ZERO, Thread::sleep);

  /** How to wait; tests do not. */
  @FunctionalInterface
  public interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  /** Something that can be repeated without harm. */
  @FunctionalInterface
  public interface Call<T> {
    T run() throws FailureException;
  }

  /** The same without a result. */
  @FunctionalInterface
  public interface Action {
    void run() throws FailureException;
  }

  public Retry {
    if (attempts < 1 || firstDelay.isNegative() || longestDelay.compareTo(firstDelay) < 0) {
      throw new IllegalArgumentException("not a way to retry: " + attempts + " attempts");
    }
  }

  /** The call's result, or its last failure, or its first that cannot pass by itself. */
  public <T> T call(Call<T> call) throws FailureException {
    for (int failures = 1; ; failures++) {
      try {
        return call.run();
      } catch (FailureException failed) {
        pauseAfter(failed, failures);
      }
    }
  }

  /** The same as {@link #call} without a result. */
  public void run(Action action) throws FailureException {
    call(
        () -> {
          action.run();
          return true;
        });
  }

  /**
   * Waits before the next attempt; throws {@code failed} when there must be none.
   *
   * @param failures so far, at least one
   */
  void pauseAfter(FailureException failed, int failures) throws FailureException {
    if (failures >= attempts || !failed.failure().code().mayPass()) {
      throw failed;
    }
    try {
      sleeper.sleep(delayAfter(failures));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw Interruption.failure("waiting to try again");
    }
  }

  private Duration delayAfter(int failures) {
    long longest = longestDelay.toMillis();
    long doubled = firstDelay.toMillis() << Math.min(failures - 1, 20);
    long delay = Math.min(doubled, longest);
    return Duration.ofMillis(delay - ThreadLocalRandom.current().nextLong(delay / 2 + 1));
  }
}
