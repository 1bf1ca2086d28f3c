package holdfast.database.mysql;

import holdfast.database.IfOccupied;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A restore into a fresh schema beside the target, whose tables take the place of the target's only
 * when all is proven. All of it is done by one session, which the server shows to hold the run's
 * mark: when that session is ended, so is the restore.
 */
final class MysqlRestoration implements Restoration {
  private final MysqlUri uri;
  private final RunContext run;
  private final IfOccupied ifOccupied;
  private final MysqlTools tools;

  /** Held while the target may change, so that close() finds no half step. */
  private final ReentrantLock swapping = new ReentrantLock();

  private volatile @Nullable MysqlSession session;
  private volatile boolean closed;
  private @Nullable DumpLoader loader;
  private boolean created;
  private boolean swapped;

  private MysqlRestoration(MysqlUri uri, RunContext run, IfOccupied ifOccupied, MysqlTools tools) {
    this.uri = uri;
    this.run = run;
    this.ifOccupied = ifOccupied;
    this.tools = tools;
  }

  /** Looks whether the target can be replaced; touches nothing. */
  static MysqlRestoration open(RunContext run, IfOccupied ifOccupied, MysqlTools tools)
      throws FailureException {
    MysqlUri uri = MysqlUri.of(run.connection());
    try (MysqlSession session = MysqlSession.open(uri)) {
      MysqlServer.of(session);
      ifOccupied.require(uri.where(), () -> MysqlProbe.isEmpty(session));
      RestoreRequirements.check(session);
      return new MysqlRestoration(uri, run, ifOccupied, tools);
    } catch (SQLException e) {
      throw MysqlFailures.of(e, uri, FailureCode.RESTORE_FAILED);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws FailureException {
    refuseIfClosed();
    try {
      loader().accept(bytes, offset, length);
    } catch (FailureException e) {
      refuseIfClosed();
      throw e;
    } catch (SQLException e) {
      refuseIfClosed();
      throw MysqlFailures.of(e, uri, FailureCode.RESTORE_FAILED);
    }
  }

  private DumpLoader loader() throws FailureException, SQLException {
    if (loader == null) {
      loader = begin();
    }
    return loader;
  }

  private DumpLoader begin() throws FailureException, SQLException {
    swapping.lock();
    try {
      refuseIfClosed();
      MysqlSession opened = MysqlSession.openForLong(uri);
      session = opened;
      if (!SessionMark.take(opened, run.tag())) {
        throw new FailureException(
            FailureCode.RESTORE_FAILED,
            "another session restores by the same name into " + uri.where(),
            "Restore again; the target is what it was.");
      }
      run.log().line("holdfast", "restoring into a fresh schema beside " + uri.where());
      String fresh = new RestoreNames(run.tag()).fresh();
      created = true;
      Schemas.create(opened, fresh, Schemas.collation(opened, uri.database()));
      return new DumpLoader(opened, fresh, line -> run.log().line("holdfast", line));
    } finally {
      swapping.unlock();
    }
  }

  @Override
  public void commit() throws FailureException {
    refuseIfClosed();
    swapping.lock();
    try {
      refuseIfClosed();
      swap();
      swapped = true;
      run.log().line("holdfast", "the restored tables have taken the place of " + uri.where());
    } finally {
      swapping.unlock();
    }
  }

  private void swap() throws FailureException {
    try {
      Set<String> firing = loader().finish();
      MysqlSession open = Objects.requireNonNull(session);
      open.resetSettings();
      SchemaSwap swap =
          new SchemaSwap(
              open,
              uri.database(),
              new RestoreNames(run.tag()),
              line -> run.log().line("holdfast", line));
      swap.prepare(firing);
      ifOccupied.require(uri.where(), swap::replacesNothing);
      open.execute("USE " + Sql.name(uri.database()));
      RestoreRequirements.checkAgain(open); // A load may take hours, and rights may go meanwhile.
      refuseIfClosed();
      run.log()
          .line("holdfast", "swapping: views, triggers, routines and events are away for a moment");
      performOrRecover(swap);
    } catch (SQLException e) {
      refuseIfClosed();
      throw MysqlFailures.of(e, uri, FailureCode.RESTORE_FAILED);
    }
  }

  /** When it fails the target must not stay halfway. */
  private void performOrRecover(SchemaSwap swap) throws FailureException {
    try {
      swap.perform();
    } catch (SQLException e) {
      run.log().line("holdfast", "the swap broke off: " + MysqlFailures.words(e, uri));
      if (!settlement().tookEffect()) {
        throw MysqlFailures.of(e, uri, FailureCode.RESTORE_FAILED);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    // Not under the lock: a writer may wait for an answer. A swap that has begun is not cut.
    if (swapping.tryLock()) {
      try {
        cutSession();
      } finally {
        swapping.unlock();
      }
    }
    swapping.lock();
    try {
      cutSession();
      removeLeftovers();
    } finally {
      swapping.unlock();
    }
  }

  private void cutSession() {
    MysqlSession open = session;
    if (open != null) {
      open.abort();
      session = null;
    }
  }

  /** What was replaced stays: it is the mark by which a dead run's success is recognised. */
  private void removeLeftovers() {
    if (!created || swapped) {
      return;
    }
    try {
      settlement().giveUp();
      created = false;
    } catch (FailureException e) {
      run.log().line("holdfast", "cannot remove what is left of the restore: " + e.getMessage());
    }
  }

  private MysqlSettlement settlement() {
    return new MysqlSettlement(uri, run.tag(), tools.privateFolders());
  }

  private void refuseIfClosed() throws FailureException {
    if (closed) {
      throw new FailureException(
          FailureCode.ABORTED,
          "the restore into " + uri.where() + " was given up",
          "Nothing was changed; restore again if it is still wanted.");
    }
  }
}
