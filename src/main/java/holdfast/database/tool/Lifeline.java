package holdfast.database.tool;

/**
 * The shell program that a tool runs under, so that the tool dies with this JVM, even when the JVM
 * is killed without a chance to say so. Plain POSIX sh, for Linux and macOS alike. Arguments: the
 * private folder, which it deletes at the end, then the tool and its arguments.
 */
public enum Lifeline {
  /** For a tool that gives its result on stdout: stdin is the lifeline, it ends with the JVM. */
  STDIN(
      """
      folder=$1; shift
      exec 3<&0 </dev/null
      "$@" 3<&- &
      tool=$!
      exec >/dev/null
      { read -r line <&3; end_tool; } 2>/dev/null &
      lifeline=$!
      exec 3<&-
      """),

  /**
   * For a tool that is fed through stdin: stdout is the lifeline, a heartbeat goes into it until it
   * finds nobody who reads.
   */
  STDOUT(
      """
      folder=$1; shift
      exec 3<&0 </dev/null
      "$@" <&3 3<&- >/dev/null &
      tool=$!
      exec 3<&-
      { trap '' PIPE; while printf .; do sleep 1 >/dev/null; done; end_tool; } 2>/dev/null &
      lifeline=$!
      exec >/dev/null
      """);

  private static final String BEGIN =
      """
      end_tool() {
        kill "$tool" || return
        for second in 1 2 3 4 5; do sleep 1; kill -0 "$tool" || return; done
        kill -KILL "$tool"
      }
      """;

  private static final String END =
      """
      wait "$tool"
      status=$?
      kill "$lifeline" 2>/dev/null
      rm -rf -- "$folder"
      exit "$status"
      """;

  private final String middle;

  Lifeline(String middle) {
    this.middle = middle;
  }

  /** For {@code sh -c}. */
  String script() {
    return BEGIN + middle + END;
  }
}
