package holdfast.database.postgresql;

import holdfast.database.tool.ToolProcess;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;

/** How a restore fails on its way: its target is what it was. */
record RestoreFailures(PgUri uri) {
  FailureException of(String why) {
    return new FailureException(
        FailureCode.RESTORE_FAILED,
        "cannot restore into " + uri.where() + ": " + why,
        "The database is what it was; see the run's log for what the tool said.");
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
