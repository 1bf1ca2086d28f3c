package holdfast.database.postgresql;

import holdfast.database.tool.PrivateFolders;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.RunTag;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Ends and removes what a dead run left at a server. */
record PgSettlement(PgUri uri, RunTag tag, PrivateFolders folders) {
  private static final String PATIENCE = "SET lock_timeout = '10s'";

  /** By bytes, for those of names that others have may be no text in this database. */
  private static final String PREFIXED =
      "SELECT datname FROM pg_database WHERE starts_with(datname::text, ?) ORDER BY 1";

  /** Lets nobody in who has no right to come in, and then no mark of ours was made there. */
  private static final String LETS_IN =
      """
      SELECT EXISTS (
        SELECT FROM pg_database WHERE datname = ? AND datallowconn AND has_database_privilege(oid, 'CONNECT'))
      """;

  /** What to do beside the database, when no session of the dead run is left. */
  private interface Work<T> {
    T in(PgSession session) throws FailureException, SQLException, InterruptedException;
  }

  /**
   * The swap renames the target and the fresh database in one transaction: without the one there is
   * no swap. Dropping waits for a rename that has begun, and then finds no database of that name. A
   * restore in place commits nothing without the schema that says it is ready.
   */
  void fence() throws FailureException {
    beside(
        session -> {
          session.execute(PATIENCE);
          if (Databases.exists(session, uri.database())) {
            dropFresh(session);
            inTarget(
                (marks, target) -> {
                  marks.withdraw(target);
                  return true;
                });
          }
          return true;
        });
  }

  private void dropFresh(PgSession session) throws SQLException, InterruptedException {
    for (String leftover : leftovers(session)) {
      if (!RestoreNames.isReplaced(leftover)) {
        Databases.drop(session, leftover);
      }
    }
  }

  boolean tookEffect() throws FailureException {
    return beside(
        session ->
            Databases.exists(session, uri.database())
                && (leftovers(session).stream().anyMatch(RestoreNames::isReplaced)
                    || inTarget(InPlaceMarks::areOfSuccess)));
  }

  void settle() throws FailureException {
    folders.deleteAllOf(tag);
    beside(
        session -> {
          if (session.truth(LETS_IN, uri.database())) {
            inTarget(
                (marks, target) -> {
                  marks.remove(target);
                  return true;
                });
          }
          settleDatabases(session);
          MadeRoles.drop(session, tag);
          return true;
        });
  }

  /** What to do with the marks of a restore in place. */
  private interface MarkWork {
    boolean with(InPlaceMarks marks, PgSession inTarget) throws SQLException;
  }

  private boolean inTarget(MarkWork work) throws FailureException, SQLException {
    try (PgSession target = PgSession.open(uri, "holdfast")) {
      target.execute(PATIENCE);
      return work.with(new InPlaceMarks(tag), target);
    }
  }

  private <T> T beside(Work<T> work) throws FailureException {
    try (PgSession session = besideOrIn()) {
      // First of all: a session of the dead run may still be making or renaming a database.
      if (!PgSessions.end(session, tag)) {
        throw unsettled("a session of an earlier attempt does not end");
      }
      return work.in(session);
    } catch (SQLException e) {
      throw PgFailures.of(e, uri, FailureCode.DATABASE_UNREACHABLE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unsettled("interrupted");
    }
  }

  /** Beside the database where that can be had, for the database may be missing. */
  private PgSession besideOrIn() throws FailureException {
    try {
      return Maintenance.open(uri, "holdfast");
    } catch (FailureException e) {
      if (e.failure().code() != FailureCode.DATABASE_RIGHTS) {
        throw e;
      }
      return PgSession.open(uri, "holdfast");
    }
  }

  private void settleDatabases(PgSession session)
      throws FailureException, SQLException, InterruptedException {
    boolean hasTarget = Databases.exists(session, uri.database());
    for (String leftover : leftovers(session)) {
      if (hasTarget) {
        Databases.drop(session, leftover);
      } else {
        bringBack(session, leftover);
        hasTarget = true;
      }
    }
  }

  /** Both renames are one transaction, so that only a person's hand can have lost the target. */
  private void bringBack(PgSession session, String leftover) throws FailureException, SQLException {
    if (!RestoreNames.isReplaced(leftover)) {
      throw unsettled("it is missing, and " + leftover + " is kept for it may be all there is");
    }
    Databases.rename(session, leftover, uri.database());
  }

  private List<String> leftovers(PgSession session) throws SQLException {
    String prefix = tag.sessionNamePrefix();
    List<String> names = new ArrayList<>(session.texts(PREFIXED, prefix));
    names.removeIf(name -> !RestoreNames.areOf(tag, name));
    // Replaced ones first: should the target be missing, one of them takes its place.
    names.sort(java.util.Comparator.comparing(name -> !RestoreNames.isReplaced(name)));
    return names;
  }

  private FailureException unsettled(String why) {
    return new FailureException(
        FailureCode.RESTORE_FAILED,
        "cannot clean up after an earlier attempt at " + uri.where() + ": " + why,
        "It is tried again at the next start; look at the server's sessions and databases.");
  }
}
