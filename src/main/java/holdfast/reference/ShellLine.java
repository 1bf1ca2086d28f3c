package holdfast.reference;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A command for a POSIX shell, broken before its options where it is long. */
final class ShellLine {
  private static final int WIDTH = 76;

  private final List<String> parts = new ArrayList<>();

  ShellLine(String command) {
    parts.add(command);
  }

  /**
   * @param part an option with what it takes, quoted as the shell needs it
   */
  ShellLine and(String part) {
    parts.add(part);
    return this;
  }

  /** In single quotes, unless it is only of letters that mean nothing to a shell. */
  static String quoted(String text) {
    return text.matches("[\\w./:@=+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  static String quoted(JsonNode json) {
    return quoted(Notation.JSON.write(json));
  }

  @Override
  public String toString() {
    String line = String.join(" ", parts);
    return line.length() <= WIDTH && !line.contains("\n") ? line : String.join(" \\\n  ", parts);
  }
}
