package holdfast.database.mongodb;

import com.mongodb.MongoException;
import holdfast.database.Dump;
import holdfast.database.DumpFacts;
import holdfast.database.ProvenStream;
import holdfast.database.RunContext;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.bson.BsonTimestamp;

/**
 * A dump that is written by the driver itself. On a replica set of MongoDB 5.0 or newer it shows
 * one moment, whose cluster time is in its details, but for capped collections before 8.0, which
 * are named there; elsewhere MongoDB has no reads of one moment, and each collection shows what was
 * in it while it was read ({@code consistency: none}). A read that fails ends the stream; {@link
 * #awaitSuccess} says why.
 */
final class MongoDump implements Dump {
  static final String FORMAT = "archive";

  /** How long a server may think about the next documents. */
  private static final Duration ANSWER_PATIENCE = Duration.ofMinutes(5);

  private static final Duration END_PATIENCE = Duration.ofMinutes(1);

  private final MongoSession session;
  private final RunContext run;
  private final MongoSession.Patience patience;
  private final Conduit conduit = new Conduit();
  private final DumpPump pump;
  private final Thread worker;
  private final ArchiveWalker walker = ArchiveWalker.alone();
  private final ProvenStream stream;
  private final ReentrantLock closing = new ReentrantLock();
  private volatile boolean succeeded;
  private volatile boolean closed;

  private MongoDump(
      MongoSession session, RunContext run, MongoSession.Patience patience, Catalogue catalogue) {
    this.session = session;
    this.run = run;
    this.patience = patience;
    this.pump = new DumpPump(session, run.tag().sessionName(), catalogue, conduit);
    this.stream = new ProvenStream(conduit.exit(), this::walk);
    this.worker = Thread.ofVirtual().name("dump-" + run.tag().sessionName()).unstarted(pump);
  }

  /** Looks whether a dump can be had, then starts it. */
  static MongoDump open(RunContext run, MongoSession.Patience patience) throws FailureException {
    MongoUri uri = MongoUri.of(run.connection());
    MongoSession session =
        MongoSession.open(uri, run.tag().sessionName(), patience.withAnswer(ANSWER_PATIENCE));
    try {
      session.requireDatabase();
      Catalogue catalogue = Catalogue.of(session).ofPeople();
      catalogue.refuseUnsupported(uri);
      run.log()
          .line(
              "holdfast",
              "dumping %s, MongoDB %s".formatted(uri.where(), session.server().version()));
      if (Catalogue.hasStoredScripts(session)) {
        run.log().line("holdfast", "not in the backup: stored JavaScript (system.js)");
      }
      MongoDump dump = new MongoDump(session, run, patience, catalogue);
      dump.worker.start();
      return dump;
    } catch (MongoException e) {
      session.close();
      throw MongoFailures.of(e, uri, FailureCode.DATABASE_UNREACHABLE);
    } catch (FailureException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public String serverVersion() {
    return session.server().version();
  }

  @Override
  public InputStream stream() {
    return stream;
  }

  @Override
  public DumpFacts awaitSuccess() throws FailureException {
    refuseIfClosed();
    Optional<FailureException> failure = pump.failure();
    if (failure.isPresent()) {
      throw failure.get();
    }
    if (!stream.hasEnded() || !conduit.hasEnded()) {
      throw incomplete("it was not read to its end");
    }
    awaitWorker();
    Optional<String> missing = walker.missing();
    if (missing.isPresent()) {
      throw incomplete(missing.get());
    }
    succeeded = true;
    return new DumpFacts(serverVersion(), "holdfast, mongodump archive 0.1", details());
  }

  private Map<String, String> details() {
    Map<String, String> details = new HashMap<>(walker.details());
    details.put("consistency", session.server().hasSnapshots() ? "snapshot" : "none");
    if (!pump.withoutMoment().isEmpty()) {
      details.put("notOfThatMoment", String.join(", ", pump.withoutMoment()));
    }
    pump.moment().map(MongoDump::text).ifPresent(time -> details.put("clusterTime", time));
    return details;
  }

  /** Seconds since 1970, and the number of the change within the second. */
  private static String text(BsonTimestamp time) {
    return time.getTime() + ":" + time.getInc();
  }

  private void refuseIfClosed() throws FailureException {
    if (closed) {
      throw new FailureException(
          FailureCode.ABORTED,
          "the dump of " + session.uri().where() + " was closed",
          "Start it again.");
    }
  }

  private void awaitWorker() throws FailureException {
    try {
      if (!worker.join(END_PATIENCE)) {
        throw incomplete("it does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailureException(
          FailureCode.ABORTED, "interrupted while waiting for the dump", "Start it again.");
    }
  }

  private FailureException incomplete(String why) {
    return new FailureException(
        FailureCode.DUMP_INCOMPLETE,
        "the dump of %s is not whole: %s".formatted(session.uri().where(), why),
        "Try again.");
  }

  private void walk(byte[] bytes, int offset, int length) throws FailureException {
    try {
      walker.accept(bytes, offset, length);
    } catch (MalformedArchive e) {
      throw malformed(e);
    }
  }

  private static FailureException malformed(MalformedArchive e) {
    return new FailureException(
        FailureCode.DUMP_INCOMPLETE, "the dump is no whole archive: " + e.why(), "Try again.");
  }

  @Override
  public void close() {
    closing.lock(); // Whoever closes as well returns only when all is gone.
    try {
      if (!closed) {
        closed = true;
        conduit.shut();
        worker.interrupt();
        session.close();
        if (!succeeded) {
          endOperations();
        }
        worker.join(END_PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closing.unlock();
    }
  }

  /** A server does not notice at once that nobody waits for its answer any more. */
  private void endOperations() throws InterruptedException {
    try (MongoSession beside = MongoSession.open(session.uri(), "holdfast", patience)) {
      if (!Operations.end(beside, run.tag())) {
        run.log().line("holdfast", "this run still reads at " + session.uri().where());
      }
    } catch (FailureException | MongoException e) {
      run.log().line("holdfast", "cannot look for what is left at " + session.uri().where());
    }
  }
}
