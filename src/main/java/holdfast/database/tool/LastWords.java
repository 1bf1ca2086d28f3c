package holdfast.database.tool;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The last lines that a tool said, bounded in number and length. A line that is indented goes on
 * with what the one before it said. Thread-safe.
 */
final class LastWords {
  private static final int MAX_LINES = 8;
  private static final int MAX_LINE_LENGTH = 400;

  private final Deque<String> lines = new ArrayDeque<>();

  synchronized void add(String said) {
    if (said.isBlank()) {
      return;
    }
    boolean goesOn = Character.isWhitespace(said.charAt(0)) && !lines.isEmpty();
    String line = said.strip().replaceAll("\\s+", " ");
    if (goesOn) {
      line = lines.removeLast() + " " + line;
    }
    if (lines.size() == MAX_LINES) {
      lines.removeFirst();
    }
    lines.addLast(
        line.length() > MAX_LINE_LENGTH ? line.substring(0, MAX_LINE_LENGTH) + "…" : line);
  }

  /** On one line, as one would say it; {@code no message} if there were none. */
  @Override
  public synchronized String toString() {
    return lines.isEmpty() ? "no message" : String.join("; ", lines);
  }
}
