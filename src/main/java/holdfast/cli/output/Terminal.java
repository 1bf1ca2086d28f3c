package holdfast.cli.output;

import java.util.Map;

/**
 * What is known of the terminal, if there is one. {@code ./holdfast} tells: Java cannot ask for
 * each stream alone.
 *
 * @param width of a line of output in characters; very large where it is no terminal
 */
public record Terminal(
    boolean input, boolean output, boolean errors, int width, boolean isColourful) {
  /** Of the streams that are a terminal: {@code 0}, {@code 1} and {@code 2}, and the width. */
  private static final String STREAMS = "holdfast.terminal";

  private static final String WIDTH = "holdfast.columns";
  private static final int USUAL_WIDTH = 80;
  private static final int ENDLESS = Integer.MAX_VALUE / 2;

  /** Nobody looks. */
  public static Terminal none() {
    return new Terminal(false, false, false, ENDLESS, false);
  }

  public static Terminal ofThisProcess(Map<String, String> environment) {
    String streams = System.getProperty(STREAMS, "");
    boolean output = streams.contains("1");
    boolean isColourful =
        output
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
    return new Terminal(
        streams.contains("0"),
        output,
        streams.contains("2"),
        output ? width(environment) : ENDLESS,
        isColourful);
  }

  private static int width(Map<String, String> environment) {
    int asked = Integer.getInteger(WIDTH, 0);
    if (asked > 0) {
      return asked;
    }
    try {
      return Math.max(20, Integer.parseInt(environment.getOrDefault("COLUMNS", "")));
    } catch (NumberFormatException e) {
      return USUAL_WIDTH;
    }
  }
}
