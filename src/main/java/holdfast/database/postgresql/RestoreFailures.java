package holdfast.database.postgresql;

import holdfast.database.tool.ToolProcess;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.util.regex.Pattern;

/** How a restore fails on its way: its target is what it was. */
record RestoreFailures(PgUri uri) {
  /**
   * Where a function names something without its schema, which nobody finds since the search_path
   * of pg_restore is empty. In English, as a server speaks unless it is told to speak otherwise;
   * its errors come without a code.
   */
  private static final Pattern UNFOUND =
      Pattern.compile(
          """
          ERROR: (?:\
          (?:relation|type|text search [a-z]+) "[^".]+" does not exist\
          |function [^.(]+\\(.*?\\) does not exist\
          |operator does not exist: )\
          .*; CONTEXT: (?:SQL|PL/)""");

  private static final String ROWS_HIDDEN =
      "ERROR: query would be affected by row-level security policy";

  FailureException of(String why) {
    return new FailureException(
        FailureCode.RESTORE_FAILED,
        "cannot restore into " + uri.where() + ": " + why,
        "The database is what it was; " + hint(why));
  }

  private static String hint(String why) {
    if (UNFOUND.matcher(why).find()) {
      return "a function in the backup names without a schema what it uses, and in a restore nothing"
          + " is found so. Where it was backed up, run ALTER FUNCTION ... SET search_path = ..., and"
          + " back up again. This backup, downloaded, goes into an empty database but for what needs"
          + " the function: by pg_restore without --exit-on-error.";
    }
    return why.contains(ROWS_HIDDEN)
        ? "a materialized view is filled as its owner, from whom a policy may hide rows. Run ALTER ROLE ... BYPASSRLS for that role, and restore again."
        : "see the run's log for what the tool said.";
  }

  FailureException of(MalformedArchive e) {
    return of("the backup is no whole archive: " + e.getMessage());
  }

  FailureException givenUp() {
    return new FailureException(
        FailureCode.ABORTED,
        "the restore into " + uri.where() + " was given up",
        "Nothing was changed; restore again if it is still wanted.");
  }

  /** And the thread is interrupted again. */
  FailureException interrupted() {
    Thread.currentThread().interrupt();
    return of("interrupted");
  }

  /** Of a tool that has ended. */
  FailureException ofTool(ToolProcess tool, int status, Placement placement) {
    String said =
        "pg_restore ended with status %d: %s".formatted(status, uri.redact(tool.lastWords()));
    // The tool has words but no codes: whether the server is still there, it is asked itself.
    try {
      PgSession.open(uri, "holdfast").close();
      return placement.blame(of(said));
    } catch (FailureException e) {
      return new FailureException(
          e.failure().code(), e.failure().message() + "; " + said, e.failure().hint());
    }
  }
}
