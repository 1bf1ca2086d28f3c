package holdfast.catalog;

import holdfast.model.Key;
import java.time.Instant;
import java.util.List;

/** What runs said. */
public interface LogStore {
  void append(List<LogLine> lines);

  /**
   * The lines of one run with {@code from <= at < to}, in the order in which they were said.
   *
   * @param newestFirst the reverse order, so that a limit keeps the newest
   */
  List<LogLine> range(Key run, Instant from, Instant to, int limit, boolean newestFirst);

  /**
   * One line.
   *
   * @param run the key of a backup or restore
   * @param container who said it: {@code holdfast}, or the name of a tool
   */
  record LogLine(Key run, Instant at, String container, String line) {}
}
