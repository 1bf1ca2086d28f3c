package holdfast.catalog;

import holdfast.model.Key;
import java.time.Instant;
import java.util.List;

/** What runs said. */
public interface LogStore {
  /**
   * Keeps lines of one run. Each line's id is higher than those of all lines of its run that were
   * kept before, and becomes visible no later than a higher one: who reads by id misses nothing.
   */
  void append(List<LogLine> lines);

  /** Some lines of one run, in the order in which they were said or the reverse. */
  List<KeptLine> lines(LogQuery query);

  /** The id of a run's newest line; 0 when it has said nothing yet. */
  long newest(Key run);

  /**
   * One line.
   *
   * @param run the key of a backup or restore
   * @param container who said it: {@code holdfast}, or the name of a tool
   */
  record LogLine(Key run, Instant at, String container, String line) {}

  /** A line that is kept, under an id that rises within its run. */
  record KeptLine(long id, LogLine line) {}
}
