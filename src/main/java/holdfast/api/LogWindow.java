package holdfast.api;

import holdfast.catalog.LogQuery;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The time that a request for logs is about.
 *
 * @param from of the earliest line
 * @param to after the latest line
 */
record LogWindow(Instant from, Instant to) {
  private static final Duration TAIL = Duration.ofMinutes(30);

  /** The whole run, unless the request limits it. */
  static LogWindow ofRange(Request request, Instant now) {
    Instant start = TimeParameter.of(request, "startTime");
    Instant end = TimeParameter.of(request, "endTime");
    Duration duration = duration(request);
    if (start != null && end != null && duration != null) {
      throw ApiError.invalid(
          "duration", "must not be given together with both startTime and endTime");
    }
    if (start != null && end != null && end.isBefore(start)) {
      throw ApiError.invalid("endTime", "must not be before startTime");
    }
    if (duration != null && start != null) {
      return new LogWindow(start, start.plus(duration));
    }
    if (duration != null) {
      Instant until = end == null ? now : end;
      return new LogWindow(until.minus(duration), end == null ? LogQuery.FOREVER : end);
    }
    return new LogWindow(
        start == null ? Instant.EPOCH : start, end == null ? LogQuery.FOREVER : end);
  }

  /** Where a tail begins to look back. */
  static LogWindow ofTail(Request request, Instant now) {
    Instant start = TimeParameter.of(request, "startTime");
    Duration duration = duration(request);
    Instant usual = now.minus(duration == null ? TAIL : duration);
    return new LogWindow(start == null ? usual : start, LogQuery.FOREVER);
  }

  private static @Nullable Duration duration(Request request) {
    return request.query().has("duration")
        ? Duration.ofSeconds(request.query().path("duration").asLong())
        : null;
  }
}
