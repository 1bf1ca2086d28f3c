package holdfast.database.mysql;

import holdfast.database.tool.PrivateFolders;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.RunTag;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends and removes what a run left at a server. Each of the ways in waits until nobody else is at
 * it, ends the run's sessions, takes their marks itself, and brings a swap that was broken off to
 * an end.
 */
record MysqlSettlement(MysqlUri uri, RunTag tag, PrivateFolders folders) {
  private static final Logger LOG = LoggerFactory.getLogger(MysqlSettlement.class);

  /** What to do when no session of the run is left, and whether its restore has taken effect. */
  private interface Work<T> {
    T in(MysqlSession session, boolean tookEffect) throws FailureException, SQLException;
  }

  void fence() throws FailureException {
    beside(
        (session, tookEffect) -> {
          if (!tookEffect) {
            for (RestoreNames names : RestoreNames.upTo(tag)) {
              Schemas.drop(session, names.fresh());
            }
          }
          return tookEffect;
        });
  }

  boolean tookEffect() throws FailureException {
    return beside((session, tookEffect) -> tookEffect);
  }

  void settle() throws FailureException {
    folders.deleteAllOf(tag);
    beside(
        (session, tookEffect) -> {
          dropAll(session);
          return tookEffect;
        });
  }

  /**
   * Removes all that a restore made, unless it has taken effect.
   *
   * @return whether it has
   */
  boolean giveUp() throws FailureException {
    return beside(
        (session, tookEffect) -> {
          if (!tookEffect) {
            dropAll(session);
          }
          return tookEffect;
        });
  }

  private void dropAll(MysqlSession session) throws SQLException {
    for (RestoreNames names : RestoreNames.upTo(tag)) {
      for (String schema : names.all()) {
        Schemas.drop(session, schema);
      }
    }
  }

  private <T> T beside(Work<T> work) throws FailureException {
    try (MysqlSession session = MysqlSession.openForLong(uri.withoutDatabase())) {
      if (!SessionMark.takeSettling(session, tag)) {
        throw unsettled("somebody else is at it");
      }
      // First of all: a session of the dead run may still be moving tables.
      if (!SessionMark.end(session, tag)) {
        throw unsettled("a session of an earlier attempt does not end");
      }
      boolean tookEffect = false;
      for (RestoreNames names : RestoreNames.upTo(tag)) {
        if (!SessionMark.take(session, names.tag())) {
          throw unsettled("another session restores by its name");
        }
        tookEffect |= recover(session, names);
      }
      return work.in(session, tookEffect);
    } catch (SQLException e) {
      throw MysqlFailures.of(e, uri, FailureCode.RESTORE_FAILED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unsettled("interrupted");
    }
  }

  private boolean recover(MysqlSession session, RestoreNames names)
      throws SQLException, FailureException {
    try {
      return new SchemaSwap(session, uri.database(), names, this::warn).recover();
    } catch (SQLException e) {
      MysqlFailures.throwIfLost(e);
      throw MysqlFailures.ofSwap(e, uri);
    }
  }

  private void warn(String line) {
    LOG.warn("{}: {}", uri.where(), line);
  }

  private FailureException unsettled(String why) {
    return new FailureException(
        FailureCode.RESTORE_FAILED,
        "cannot clean up after an earlier attempt at " + uri.where() + ": " + why,
        "It is tried again at the next start; look at the server's sessions and schemas.");
  }
}
