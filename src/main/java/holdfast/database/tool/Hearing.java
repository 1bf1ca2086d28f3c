package holdfast.database.tool;

import java.util.List;

/**
 * What of a tool's stderr is for people: it goes to the run's log, and counts as the tool's last
 * words. Asked by one thread, in the order in which the tool says its lines.
 */
@FunctionalInterface
public interface Hearing {
  /** What is heard when the tool says this line: the line, nothing, or other words for it. */
  List<String> heard(String line);
}
