package holdfast.database.postgresql;

import holdfast.database.IfOccupied;
import holdfast.database.RunContext;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts a fresh database in the place of another one, by renaming both in one transaction: at no
 * moment, and after no crash, is there a name without a database. The replaced one is kept under a
 * name of the run until the restoration is closed; that it exists is the proof that the swap has
 * happened.
 */
final class DatabaseSwap {
  private static final int ATTEMPTS = 3;

  /** The last: between the two renames nobody gets into the target, and our process may stall. */
  private static final String LIMITS =
      """
      SET LOCAL lock_timeout = '30s';
      SET LOCAL statement_timeout = '60s';
      SET LOCAL idle_in_transaction_session_timeout = '30s'
      """;

  /**
   * A server may answer commits before they are on its disk. What is called restored must not be
   * undone by its crash; with this commit all that pg_restore wrote before is flushed, too.
   */
  private static final String DURABLY =
      """
      SELECT set_config('synchronous_commit', 'on', true)
      WHERE current_setting('synchronous_commit') = 'off'
      """;

  private final PgUri uri;
  private final RunContext run;
  private final IfOccupied ifOccupied;
  private final RestoreNames names;

  DatabaseSwap(PgUri uri, RunContext run, IfOccupied ifOccupied) {
    this.uri = uri;
    this.run = run;
    this.ifOccupied = ifOccupied;
    this.names = new RestoreNames(run.tag());
  }

  /** Renames both. When it fails, nothing was renamed. */
  void perform() throws FailureException, SQLException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        ifOccupied.require(uri.where(), this::isTargetEmpty);
        rename();
        return;
      } catch (SQLException e) {
        if (hasHappened()) {
          return; // Only the answer to the commit was lost.
        }
        if (!Databases.isInUse(e) || attempt == ATTEMPTS) {
          throw e;
        }
        run.log().line("holdfast", "the target is still in use, once more: " + e.getMessage());
      }
    }
  }

  /** Later than this nobody gets in to look. */
  private boolean isTargetEmpty() throws FailureException, SQLException {
    try (PgSession session = PgSession.open(uri, run.tag().sessionName())) {
      return PgProbe.isEmpty(session);
    }
  }

  private void rename() throws FailureException, SQLException, InterruptedException {
    try (PgSession session = Maintenance.open(uri, run.tag().sessionName())) {
      session.execute("BEGIN");
      session.execute(LIMITS);
      session.execute(DURABLY);
      renameTarget(session);
      Databases.rename(session, names.fresh(), uri.database());
      MadeRoles.keep(session, run.tag());
      session.execute("COMMIT");
    }
  }

  /** The server locks new sessions out first, then waits for those that are in to end. */
  private void renameTarget(PgSession session)
      throws FailureException, SQLException, InterruptedException {
    Eviction eviction = Eviction.begin(uri, run);
    try {
      Databases.rename(session, uri.database(), names.replaced());
    } catch (SQLException e) {
      if (Databases.isInUse(e) && !eviction.outOfReach().isEmpty()) {
        throw outOfReach(uri, eviction.outOfReach());
      }
      throw e;
    } finally {
      eviction.stop();
    }
  }

  private boolean hasHappened() throws FailureException, SQLException {
    try (PgSession session = Maintenance.open(uri, run.tag().sessionName())) {
      return Databases.exists(session, names.replaced());
    }
  }

  /** What to say of sessions that are in the way and that the role may not end. */
  static FailureException outOfReach(PgUri uri, Set<Databases.Owner> owners) {
    String roles =
        owners.stream().map(Databases.Owner::role).sorted().collect(Collectors.joining(", "));
    String remedy =
        owners.stream().anyMatch(Databases.Owner::isSuperuser)
            ? "A superuser's sessions only a superuser may end: end them and restore again."
            : "End them and restore again, or run as a superuser: GRANT pg_signal_backend TO %s."
                .formatted(Sql.name(uri.user()));
    return new FailureException(
        FailureCode.RESTORE_FAILED,
        "%s is in use by sessions of %s, which the role %s may not end"
            .formatted(uri.where(), roles, uri.user()),
        remedy + " The database is what it was.");
  }
}
