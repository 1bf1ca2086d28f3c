package holdfast.cli.output;

/** What a status means, as a colour. */
enum Colour {
  GOOD("\u001b[32m"),
  BUSY("\u001b[36m"),
  DOUBTFUL("\u001b[33m"),
  BAD("\u001b[31m"),
  HEAD("\u001b[1m"),
  NONE("");

  private static final String END = "\u001b[0m";

  private final String start;

  Colour(String start) {
    this.start = start;
  }

  static Colour ofStatus(String status) {
    return switch (status) {
      case "completed", "running", "ok" -> GOOD;
      case "in-progress", "backup", "restore" -> BUSY;
      case "scheduled", "aborting", "aborted", "paused", "not-supported" -> DOUBTFUL;
      case "failed" -> BAD;
      default -> NONE;
    };
  }

  String paint(String text) {
    return this == NONE ? text : start + text + END;
  }
}
