package holdfast.database.mongodb;

import com.mongodb.MongoException;
import holdfast.database.IfOccupied;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.bson.BsonSerializationException;

/**
 * A restore into collections beside those of the target, in the same database, which change places
 * with them when all is proven: see {@link Swap}.
 */
final class MongoRestoration implements Restoration {
  /**
   * Building the indexes of a large collection takes hours without a byte. A server that has gone
   * is found out earlier, by TCP.
   */
  private static final Duration ANSWER_PATIENCE = Duration.ofHours(24);

  private final MongoSession session;
  private final RunContext run;
  private final IfOccupied ifOccupied;
  private final MongoSession.Patience patience;
  private final RestoreNames names;
  private final Journal journal;
  private final CollectionLoader loader;
  private final ArchiveWalker walker;

  /** Held while something is done to the target, so that close() finds no half step. */
  private final ReentrantLock working = new ReentrantLock();

  private volatile boolean closed;
  private volatile boolean swapping;
  private boolean freed;

  private MongoRestoration(
      MongoSession session, RunContext run, IfOccupied ifOccupied, MongoSession.Patience patience) {
    this.session = session;
    this.run = run;
    this.ifOccupied = ifOccupied;
    this.patience = patience;
    this.names = new RestoreNames(run.tag());
    this.journal = new Journal(session, names.journal());
    this.loader = new CollectionLoader(session, names, journal, run.log());
    this.walker = new ArchiveWalker(loader);
  }

  /** Looks whether the target can be replaced; touches nothing. */
  static MongoRestoration open(
      RunContext run, IfOccupied ifOccupied, MongoSession.Patience patience)
      throws FailureException {
    MongoUri uri = MongoUri.of(run.connection());
    MongoSession session =
        MongoSession.open(uri, run.tag().sessionName(), patience.withAnswer(ANSWER_PATIENCE));
    try {
      session.requireDatabase();
      Catalogue.of(session).refuseUnsupported(uri);
      MongoRestoration restoration = new MongoRestoration(session, run, ifOccupied, patience);
      restoration.work(restoration::refuseOccupied);
      return restoration;
    } catch (FailureException e) {
      session.close();
      throw e;
    }
  }

  private void refuseOccupied() throws FailureException {
    ifOccupied.require(
        session.uri().where(), () -> MongoProbe.isEmpty(session, Catalogue.of(session).ofPeople()));
  }

  /** Something that is done to the target. */
  private interface Work {
    void run() throws FailureException, MalformedArchive;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws FailureException {
    work(() -> walker.accept(bytes, offset, length));
  }

  @Override
  public void commit() throws FailureException {
    work(
        () -> {
          Optional<String> missing = walker.missing();
          if (missing.isPresent()) {
            throw new MalformedArchive(missing.get());
          }
          SwapPlan plan = plan();
          refuseOccupied();
          swapping = true;
          new Swap(session, journal).perform(plan);
          run.log()
              .line(
                  "holdfast",
                  "the restored collections have taken their places in " + session.uri().where());
        });
  }

  private SwapPlan plan() throws FailureException {
    Catalogue all = Catalogue.of(session);
    Catalogue target = all.ofPeople();
    target.refuseUnsupported(session.uri());
    Map<String, String> uuids = new HashMap<>();
    all.entries().forEach(entry -> uuids.put(entry.name(), entry.uuid().orElse("")));
    return SwapPlan.of(names, target, loader.fresh(), uuids, loader.views());
  }

  private void work(Work work) throws FailureException {
    working.lock();
    try {
      refuseIfClosed();
      work.run();
    } catch (MalformedArchive e) {
      throw new FailureException(
          FailureCode.RESTORE_FAILED,
          "cannot restore into %s: the backup is no whole archive: %s"
              .formatted(session.uri().where(), e.why()),
          "The database is what it was. Check the backup, or take another one.");
    } catch (MongoException
        | BsonSerializationException
        | IllegalArgumentException
        | IllegalStateException e) {
      refuseIfClosed();
      throw MongoFailures.inRun(e, session.uri(), FailureCode.RESTORE_FAILED);
    } finally {
      working.unlock();
    }
  }

  private void refuseIfClosed() throws FailureException {
    if (closed && !swapping) {
      throw new FailureException(
          FailureCode.ABORTED,
          "the restore into " + session.uri().where() + " was given up",
          "Nothing was changed; restore again if it is still wanted.");
    }
  }

  @Override
  public void close() {
    closed = true;
    if (!working.tryLock()) {
      // A swap that has begun is waited for; anything before it is ended.
      if (!swapping) {
        endOperations();
      }
      working.lock();
    }
    try {
      if (!freed) {
        freed = true;
        removeLeftovers();
        session.close();
      }
    } finally {
      working.unlock();
    }
  }

  /** What has taken effect keeps its marks; what may have is for others to find out. */
  private void removeLeftovers() {
    if (!loader.hasBegun()) {
      return;
    }
    try {
      if (swapping && !hasEndedWithoutEffect()) {
        return;
      }
      journal.move(Journal.State.LOADING, Journal.State.FENCED);
      new Remains(session, run.tag()).dropAttempt(run.tag().attempt());
    } catch (FailureException | MongoException e) {
      run.log().line("holdfast", "cannot remove what was made ready in " + session.uri().where());
    }
  }

  private boolean hasEndedWithoutEffect() {
    return journal
        .state()
        .filter(state -> state != Journal.State.FENCED && state != Journal.State.UNDONE)
        .isEmpty();
  }

  private void endOperations() {
    try (MongoSession beside = MongoSession.open(session.uri(), "holdfast", patience)) {
      Operations.end(beside, run.tag());
    } catch (FailureException | MongoException e) {
      run.log().line("holdfast", "cannot end what is being done at " + session.uri().where());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
