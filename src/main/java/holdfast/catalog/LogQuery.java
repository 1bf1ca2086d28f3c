package holdfast.catalog;

import holdfast.model.Key;
import java.time.Instant;
import java.util.Set;

/**
 * Which lines of a run.
 *
 * @param from of the earliest line
 * @param to after the latest line
 * @param containers who said them; empty for all
 * @param newestFirst the reverse order, so that a limit keeps the newest
 * @param beyond an id after which, in that order, the lines begin
 */
public record LogQuery(
    Key run,
    Instant from,
    Instant to,
    Set<String> containers,
    boolean newestFirst,
    long beyond,
    int limit) {

  /** What is later than every line. */
  public static final Instant FOREVER = Instant.ofEpochMilli(Long.MAX_VALUE);

  public LogQuery {
    containers = Set.copyOf(containers);
  }

  /** The first lines of a run. */
  public static LogQuery oldest(Key run, int limit) {
    return following(run, 0, Set.of(), limit);
  }

  /** The lines that came after one. */
  public static LogQuery following(Key run, long id, Set<String> containers, int limit) {
    return new LogQuery(run, Instant.EPOCH, FOREVER, containers, false, id, limit);
  }

  /** What goes on where a full page has ended. */
  public LogQuery beyond(long id) {
    return new LogQuery(run, from, to, containers, newestFirst, id, limit);
  }
}
