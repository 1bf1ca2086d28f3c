package holdfast.database.postgresql;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.RunTag;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Ends and removes what a dead run left at a server. */
final class PgSettlement {
  private static final String PREFIXED =
      "SELECT datname FROM pg_database WHERE left(datname, length(?)) = ? ORDER BY 1";

  private PgSettlement() {}

  /** Whether a restore of the run had taken effect. */
  static boolean settle(PgUri uri, RunTag tag) throws FailureException {
    PrivateFolder.deleteAllOf(tag);
    try (PgSession session = besideOrIn(uri)) {
      // First of all: a session of the dead run may still be making or renaming a database.
      if (!PgSessions.end(session, tag)) {
        throw unsettled(uri, "a session of an earlier attempt does not end");
      }
      return settleDatabases(session, uri, tag);
    } catch (SQLException e) {
      throw PgFailures.of(e, uri, FailureCode.DATABASE_UNREACHABLE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unsettled(uri, "interrupted");
    }
  }

  /** Beside the database where that can be had, for the database may be missing. */
  private static PgSession besideOrIn(PgUri uri) throws FailureException {
    try {
      return Maintenance.open(uri, "holdfast");
    } catch (FailureException e) {
      if (e.failure().code() != FailureCode.DATABASE_RIGHTS) {
        throw e;
      }
      return PgSession.open(uri, "holdfast");
    }
  }

  private static boolean settleDatabases(PgSession session, PgUri uri, RunTag tag)
      throws FailureException, SQLException, InterruptedException {
    List<String> leftovers = leftovers(session, tag);
    if (leftovers.isEmpty()) {
      return false;
    }
    boolean hasTarget = Databases.exists(session, uri.database());
    boolean tookEffect = false;
    for (String leftover : leftovers) {
      if (!hasTarget) {
        hasTarget = bringBack(session, uri, leftover);
        continue;
      }
      tookEffect |= RestoreNames.isReplaced(leftover);
      Databases.drop(session, leftover);
    }
    return tookEffect;
  }

  /** Both renames are one transaction, so that only a person's hand can have lost the target. */
  private static boolean bringBack(PgSession session, PgUri uri, String leftover)
      throws FailureException, SQLException {
    if (!RestoreNames.isReplaced(leftover)) {
      throw unsettled(
          uri, "it is missing, and " + leftover + " is kept for it may be all there is");
    }
    Databases.rename(session, leftover, uri.database());
    return true;
  }

  private static List<String> leftovers(PgSession session, RunTag tag) throws SQLException {
    String prefix = tag.sessionNamePrefix();
    List<String> names = new ArrayList<>(session.texts(PREFIXED, prefix, prefix));
    names.removeIf(name -> !RestoreNames.areOf(tag, name));
    // Replaced ones first: should the target be missing, one of them takes its place.
    names.sort(java.util.Comparator.comparing(name -> !RestoreNames.isReplaced(name)));
    return names;
  }

  private static FailureException unsettled(PgUri uri, String why) {
    return new FailureException(
        FailureCode.RESTORE_FAILED,
        "cannot clean up after an earlier attempt at " + uri.where() + ": " + why,
        "It is tried again at the next start; look at the server's sessions and databases.");
  }
}
