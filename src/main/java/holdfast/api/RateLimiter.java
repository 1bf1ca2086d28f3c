package holdfast.api;

import holdfast.model.TokenId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts each token's requests in an hour that begins with its first. Holds one small entry for
 * each valid token of the last hour, and nothing for callers without one. Thread-safe.
 */
final class RateLimiter {
  private static final Duration WINDOW = Duration.ofHours(1);

  /** What is shown where nothing is limited. */
  private static final int UNLIMITED = 1_000_000;

  private static final int SWEEP_AT = 10_000;

  private final int limit;
  private final Clock clock;
  private final ConcurrentHashMap<TokenId, Window> windows = new ConcurrentHashMap<>();

  /**
   * @param limit requests per token and hour; 0 for none
   */
  RateLimiter(int limit, Clock clock) {
    this.limit = limit;
    this.clock = clock;
  }

  /** Counts a request. */
  Allowance take(TokenId token) {
    if (limit == 0) {
      return untouched();
    }
    Instant now = clock.instant();
    if (windows.size() > SWEEP_AT) {
      windows.values().removeIf(window -> window.isOver(now));
    }
    Window window = windows.compute(token, (key, old) -> Window.next(old, now));
    int remaining = Math.max(0, limit - window.requests());
    return new Allowance(limit, remaining, window.secondsLeft(now), window.requests() <= limit);
  }

  /** What a caller is shown whose requests are not counted. */
  Allowance untouched() {
    int shown = limit == 0 ? UNLIMITED : limit;
    return new Allowance(shown, shown, WINDOW.toSeconds(), true);
  }

  /**
   * @param resetSeconds until the window ends, at least 1
   * @param isGranted whether the request may go on
   */
  record Allowance(int limit, int remaining, long resetSeconds, boolean isGranted) {}

  private record Window(Instant start, int requests) {
    static Window next(@Nullable Window old, Instant now) {
      return old == null || old.isOver(now)
          ? new Window(now, 1)
          : new Window(old.start, Math.addExact(old.requests, 1));
    }

    boolean isOver(Instant now) {
      return !now.isBefore(start.plus(WINDOW)) || now.isBefore(start);
    }

    long secondsLeft(Instant now) {
      return Math.max(1, Duration.between(now, start.plus(WINDOW)).toSeconds());
    }
  }
}
