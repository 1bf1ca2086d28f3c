package holdfast.database.postgresql;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of the server's log (WAL) that a snapshot holds, which are all of one size. */
final class LogFiles {
  private static final Pattern NAME =
      Pattern.compile("pg_wal/[0-9A-F]{8}([0-9A-F]{8})([0-9A-F]{8})");

  private final Set<Long> positions = new HashSet<>(); // Two timelines may have the same.
  private long fileBytes;

  /**
   * Takes note of a file that is one of the log's.
   *
   * @return false for any other: those the server's list of files names
   */
  boolean take(TarHeader file) throws MalformedArchive {
    Matcher parts = NAME.matcher(file.name());
    if (!parts.matches()) {
      return false;
    }
    long size = file.size();
    if (size == 0 || (fileBytes != 0 && fileBytes != size)) {
      throw new MalformedArchive("the log's file %s has %d bytes".formatted(file.name(), size));
    }
    fileBytes = size;
    positions.add(
        (Long.parseLong(parts.group(1), 16) << 32) + Long.parseLong(parts.group(2), 16) * size);
    return true;
  }

  /** What is not there of the ranges that a snapshot needs; empty if nothing. */
  Optional<String> missing(List<LogRange> needed) {
    for (LogRange range : needed) {
      if (!has(range)) {
        return Optional.of(
            "the log from %s to %s is not whole".formatted(range.startText(), range.endText()));
      }
    }
    return Optional.empty();
  }

  private boolean has(LogRange range) {
    if (positions.isEmpty()) {
      return false;
    }
    long position = range.start() - range.start() % fileBytes;
    while (position < range.end() && positions.contains(position)) {
      position += fileBytes;
    }
    return position >= range.end();
  }
}
