package holdfast.cli.output;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** How a value is written for people. */
public enum Format {
  TEXT {
    @Override
    String text(JsonNode value, Instant now) {
      return Plain.raw(value);
    }
  },
  /** Like {@link #TEXT}; on a terminal in the colour of what it means. */
  STATUS {
    @Override
    String text(JsonNode value, Instant now) {
      return Plain.raw(value);
    }
  },
  /** ISO 8601, shown by its distance from now. */
  TIME {
    @Override
    String text(JsonNode value, Instant now) {
      try {
        return relative(Duration.between(now, Instant.parse(Plain.raw(value))));
      } catch (DateTimeException e) {
        return Plain.raw(value);
      }
    }
  },
  /** Milliseconds since 1970, or never. */
  EXPIRY {
    @Override
    String text(JsonNode value, Instant now) {
      if (!value.isNumber()) {
        return Plain.raw(value);
      }
      return value.asLong() >= NEVER
          ? "never"
          : relative(Duration.between(now, Instant.ofEpochMilli(value.asLong())));
    }
  },
  BYTES {
    @Override
    String text(JsonNode value, Instant now) {
      try {
        return size(Long.parseLong(Plain.raw(value)));
      } catch (NumberFormatException e) {
        return Plain.raw(value);
      }
    }
  },
  LIST {
    @Override
    String text(JsonNode value, Instant now) {
      List<String> members = new ArrayList<>();
      value.forEach(member -> members.add(Plain.raw(member)));
      boolean isProse = members.stream().allMatch(member -> member.endsWith("."));
      return String.join(isProse ? " " : ", ", members);
    }
  },
  /** A schedule's times. */
  TIMING {
    @Override
    String text(JsonNode value, Instant now) {
      return Timing.text(value);
    }
  };

  /** The end of the year 9999: the API's word for what is kept until somebody deletes it. */
  private static final long NEVER = 253402300799999L;

  private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB", "EB"};

  abstract String text(JsonNode value, Instant now);

  /** Like {@code 12.3 MB}; of 1000 each, as stores count. */
  public static String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.95 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  /** Like {@code 3 min ago} or {@code in 6 days}. */
  static String relative(Duration distance) {
    String length = length(distance.abs());
    if (length.isEmpty()) {
      return "now";
    }
    return distance.isNegative() ? length + " ago" : "in " + length;
  }

  private static String length(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return seconds < 1 ? "" : seconds + " s";
    }
    if (seconds < 3600) {
      return duration.toMinutes() + " min";
    }
    if (seconds < 2 * 86_400) {
      return duration.toHours() + " h";
    }
    long days = duration.toDays();
    return days < 730 ? days + " days" : days / 365 + " years";
  }
}
