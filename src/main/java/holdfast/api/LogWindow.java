package holdfast.api;

import holdfast.catalog.LogQuery;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The time that a request for logs is about.
 *
 * @param from of the earliest line
 * @param to after the latest line
 */
record LogWindow(Instant from, Instant to) {
  private static final Duration TAIL = Duration.ofMinutes(30);

  /** From here on a number counts milliseconds: as seconds it would be the year 5138. */
  private static final long MILLISECONDS = 100_000_000_000L;

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  /** The whole run, unless the request limits it. */
  static LogWindow ofRange(Request request, Instant now) {
    Instant start = time(request, "startTime");
    Instant end = time(request, "endTime");
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
    Instant start = time(request, "startTime");
    Duration duration = duration(request);
    Instant usual = now.minus(duration == null ? TAIL : duration);
    return new LogWindow(start == null ? usual : start, LogQuery.FOREVER);
  }

  private static @Nullable Duration duration(Request request) {
    return request.query().has("duration")
        ? Duration.ofSeconds(request.query().path("duration").asLong())
        : null;
  }

  private static @Nullable Instant time(Request request, String name) {
    if (!request.query().has(name)) {
      return null;
    }
    String text = request.query().path(name).asString();
    try {
      return text.matches("\\d{1,13}") ? ofNumber(Long.parseLong(text)) : ofText(text);
    } catch (DateTimeException e) {
      throw ApiError.invalid(
          name,
          "must be a time like 2026-11-24T12:00:00.000Z, or seconds or milliseconds since 1970. Received \"%s\""
              .formatted(Wording.shortened(text)));
    }
  }

  private static Instant ofNumber(long number) {
    return number < MILLISECONDS ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
  }

  /** The plus of an offset that was not encoded has arrived as a space. */
  private static Instant ofText(String text) {
    Instant time = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
    if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
      throw new DateTimeException("out of range");
    }
    return time;
  }
}
