package holdfast.database.postgresql;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * A piece of the server's log (WAL) that a snapshot needs.
 *
 * @param start the position of its first byte
 * @param end the position after its last byte
 */
record LogRange(long timeline, long start, long end) {

  /** A position as PostgreSQL writes it: {@code 0/2000028}. */
  static long position(String text) throws MalformedArchive {
    int slash = text.indexOf('/');
    try {
      return (Long.parseLong(text.substring(0, Math.max(slash, 0)), 16) << 32)
          | Long.parseLong(text.substring(slash + 1), 16);
    } catch (NumberFormatException e) {
      throw new MalformedArchive("\"%s\" is no position in the log".formatted(text));
    }
  }

  /**
   * From the first byte of all to the last, on the timeline of the last. The server lists the
   * newest timeline first.
   */
  static LogRange spanning(List<LogRange> ranges) {
    LogRange first = Collections.min(ranges, Comparator.comparingLong(LogRange::start));
    LogRange last = Collections.max(ranges, Comparator.comparingLong(LogRange::end));
    return new LogRange(last.timeline(), first.start(), last.end());
  }

  String startText() {
    return text(start);
  }

  String endText() {
    return text(end);
  }

  private static String text(long position) {
    return "%X/%X".formatted(position >>> 32, position & 0xffff_ffffL);
  }
}
