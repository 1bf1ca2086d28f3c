package holdfast.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** A time in a query, in ISO 8601 or as a number since 1970. */
final class TimeParameter {
  /** From here on a number counts milliseconds: as seconds it would be the year 5138. */
  private static final long MILLISECONDS = 100_000_000_000L;

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private TimeParameter() {}

  /** The time that the parameter gives; null when the request does not have it. */
  static @Nullable Instant of(Request request, String name) {
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
