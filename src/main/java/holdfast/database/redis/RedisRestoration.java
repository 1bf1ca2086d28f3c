package holdfast.database.redis;

import holdfast.database.IfOccupied;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A restore beside the keys of the target: each key comes under a name of this run, and when all is
 * proven one script gives all of them their names, {@link CommitScript}. The replaced keys are kept
 * under names of this run, with a mark of success, until it is settled.
 */
final class RedisRestoration implements Restoration {
  private final RunContext run;
  private final IfOccupied ifOccupied;
  private final RedisUri uri;
  private final RedisServer server;
  private final RedisSession session;
  private final RunKeys keys;
  private final RestoreBatch batch;
  private final KeyLoader loader;
  private final RdbWalker walker;

  /** Held while the restore is put in place or taken away, so that close() finds no half step. */
  private final ReentrantLock ending = new ReentrantLock();

  private volatile boolean begun;
  private volatile boolean closed;
  private boolean committed;
  private boolean ended;

  private RedisRestoration(RunContext run, IfOccupied ifOccupied, RedisSession session, Path folder)
      throws FailureException {
    this.run = run;
    this.ifOccupied = ifOccupied;
    this.uri = session.uri();
    this.server = RedisServer.of(session);
    this.session = session;
    this.keys = new RunKeys(run.tag());
    this.batch = new RestoreBatch(session, keys, server);
    this.loader = new KeyLoader(batch, uri, keys, folder);
    this.walker = new RdbWalker(loader);
  }

  /**
   * Looks whether the target can be replaced; touches nothing.
   *
   * @param folder for large values
   */
  static RedisRestoration open(RunContext run, IfOccupied ifOccupied, Path folder)
      throws FailureException {
    RedisUri uri = RedisUri.of(run.connection());
    RedisSession session = RedisSession.open(uri, run.tag().sessionName());
    try {
      RedisRestoration restoration = new RedisRestoration(run, ifOccupied, session, folder);
      restoration.check();
      return restoration;
    } catch (FailureException e) {
      session.close();
      throw e;
    }
  }

  private void check() throws FailureException {
    refuseReplica();
    new RedisRights(session, server).requireForRestores();
    ifOccupied.require(uri.where(), () -> RedisProbe.isEmpty(session, server));
  }

  private void refuseReplica() throws FailureException {
    if (server.isReplica()) {
      throw new FailureException(
          FailureCode.RESTORE_REQUIREMENTS,
          "the server %s is a replica".formatted(uri.server()),
          "Name its master in the connection uri: a replica takes changes only from there.");
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws FailureException {
    refuseIfClosed();
    begin();
    try {
      walker.accept(bytes, offset, length);
    } catch (MalformedRdb e) {
      throw RedisFailures.restoreFailed(uri, "the backup is no whole RDB: " + e.why());
    } catch (FailureException e) {
      refuseIfClosed();
      throw e;
    }
  }

  private void begin() throws FailureException {
    if (!begun) {
      run.log().line("holdfast", "restoring beside the keys of " + uri.where());
      begun = true;
      session.call("SET", keys.begun(), "1");
      session.call("SET", keys.ready(), "1");
    }
  }

  @Override
  public void commit() throws FailureException {
    refuseIfClosed();
    Optional<String> missing = walker.missing();
    if (missing.isPresent()) {
      throw RedisFailures.restoreFailed(uri, "the backup is not whole: " + missing.get());
    }
    ending.lock();
    try {
      refuseIfClosed();
      batch.drain();
      batch.requireRoomForReplaced(loader.keys());
      new CommitScript(session, keys, ifOccupied).run(loader.lastingKeys(), server.evictedKeys());
      committed = true;
      run.log().line("holdfast", summary());
    } finally {
      ending.unlock();
    }
  }

  private String summary() {
    return "%d keys have taken the place of those of %s; %d function libraries were left out"
        .formatted(loader.keys(), uri.where(), loader.functionLibraries());
  }

  @Override
  public void close() {
    closed = true;
    if (ending.tryLock()) {
      // Nobody commits: who is blocked in write() is freed.
      ending.unlock();
      session.close();
    }
    ending.lock();
    try {
      if (!ended) {
        ended = true;
        session.close();
        loader.close();
        takeAway();
      }
    } finally {
      ending.unlock();
    }
  }

  /** Should the script have run although no answer came, what it has put in place stays. */
  private void takeAway() {
    if (!begun || committed) {
      return;
    }
    try {
      new RedisSettlement(uri, run.tag()).fence();
    } catch (FailureException e) {
      run.log().line("holdfast", "cannot remove what was restored so far: " + e.getMessage());
    }
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
