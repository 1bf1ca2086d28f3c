package holdfast.database.postgresql;

import holdfast.database.IfOccupied;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.database.tool.ClientTool;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A restore by pg_restore, whose result takes the target's place only when all is proven:
 * pg_restore does not see the end of its stream before {@link #commit}.
 */
final class PgRestoration implements Restoration {
  /** The table of contents is kept until it is whole: some hundred bytes for each object. */
  private static final int MAX_CONTENTS_BYTES = 256 << 20;

  private final PgUri uri;
  private final RunContext run;
  private final ClientTools tools;
  private final IfOccupied ifOccupied;
  private final ArchiveWalker walker = new ArchiveWalker();
  private final ByteArrayOutputStream contents = new ByteArrayOutputStream();
  private final RestoreTalk talk = new RestoreTalk();
  private final OtherRights otherRights = new OtherRights(talk);
  private final RestoreFailures failures;

  /** Held while something is made ready, put in place or removed: close() finds no half step. */
  private final ReentrantLock placing = new ReentrantLock();

  private volatile Placement placement;
  private volatile @Nullable RestoreTool tool;
  private volatile boolean closed;

  private PgRestoration(
      RunContext run, ClientTools tools, IfOccupied ifOccupied, Placement placement)
      throws FailureException {
    this.uri = PgUri.of(run.connection());
    this.failures = new RestoreFailures(uri);
    this.run = run;
    this.tools = tools;
    this.ifOccupied = ifOccupied;
    this.placement = placement;
  }

  /** Looks whether the target can be replaced; touches nothing. */
  static PgRestoration open(RunContext run, IfOccupied ifOccupied, ClientTools tools)
      throws FailureException {
    PgUri uri = PgUri.of(run.connection());
    try (PgSession session = PgSession.open(uri, run.tag().sessionName())) {
      PgServer.of(session);
      RestoreRequirements.checkRights(session);
      RestoreRequirements.checkHindrances(session);
      ifOccupied.require(uri.where(), () -> PgProbe.isEmpty(session));
      return new PgRestoration(run, tools, ifOccupied, placement(session, run, ifOccupied));
    } catch (SQLException e) {
      throw PgFailures.of(e, uri, FailureCode.RESTORE_FAILED);
    }
  }

  /** Beside the target where the role can make a database and be in another one. */
  private static Placement placement(PgSession session, RunContext run, IfOccupied ifOccupied)
      throws FailureException, SQLException {
    PgUri uri = session.uri();
    if (!new PgRights(session).canCreateDatabases() || !Maintenance.isOpenTo(uri)) {
      return new InPlace(uri, run, ifOccupied, InPlaceReason.noDatabases(uri));
    }
    return new Beside(
        uri, run, ifOccupied, Successor.of(session, new RestoreNames(run.tag()).fresh()));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws FailureException {
    refuseIfClosed();
    walk(bytes, offset, length);
    if (tool != null) {
      feed(bytes, offset, length);
      return;
    }
    contents.write(bytes, offset, length);
    if (walker.hasContents()) {
      begin(contents.toByteArray());
      contents.reset();
    } else if (contents.size() > MAX_CONTENTS_BYTES) {
      throw failures.of(
          "the backup's table of contents is larger than " + MAX_CONTENTS_BYTES + " bytes");
    }
  }

  private void walk(byte[] bytes, int offset, int length) throws FailureException {
    try {
      walker.accept(bytes, offset, length);
    } catch (MalformedArchive e) {
      throw failures.of(e);
    }
  }

  private void begin(byte[] archive) throws FailureException {
    List<ByteBuffer> beginning;
    placing.lock();
    try (PgSession session = PgSession.open(uri, run.tag().sessionName())) {
      refuseIfClosed();
      PgServer server = PgServer.of(session);
      ClientTool restorer = tools.restorer(walker.header().orElseThrow(), server);
      placement = fitting(session);
      placement.prepare(session, walker.needs(), walker.databaseOwn(), archive);
      run.log().line("holdfast", "restoring with " + restorer.title() + " " + placement.title());
      beginning = placement.beginning(archive);
      if (walker.publicInArchive().isOpenedAlone()) {
        talk.expectPublicToStay();
      }
      tool = RestoreTool.start(tools, restorer, run, placement, talk);
      placement.watch();
    } catch (SQLException e) {
      throw PgFailures.of(e, uri, FailureCode.RESTORE_FAILED);
    } catch (MalformedArchive e) {
      throw failures.of(e);
    } finally {
      placing.unlock();
    }
    for (ByteBuffer piece : beginning) {
      feed(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
    }
  }

  /** In place where only the target has what the login may not make. */
  private Placement fitting(PgSession session) throws SQLException {
    if (placement instanceof InPlace) {
      return placement;
    }
    Set<String> extensions = InPlaceRequirements.onlyInTarget(session, walker.needs());
    return extensions.isEmpty()
        ? placement
        : new InPlace(uri, run, ifOccupied, InPlaceReason.extensions(extensions));
  }

  private void feed(byte[] bytes, int offset, int length) throws FailureException {
    RestoreTool started = started();
    try {
      started.feed(bytes, offset, length);
    } catch (IOException e) {
      throw endedEarly(started);
    }
  }

  @Override
  public void commit() throws FailureException {
    refuseIfClosed();
    Optional<String> missing = walker.missing();
    if (missing.isPresent()) {
      throw failures.of("the backup is not whole: " + missing.get());
    }
    RestoreTool started = started();
    underLock(
        () -> {
          refuseIfClosed();
          placement.allow();
        });
    try {
      finish(started);
    } catch (FailureException e) {
      if (!tookEffectAllTheSame()) {
        throw e;
      }
    }
    underLock(
        () -> {
          if (!placement.isDoneByTool()) {
            refuseIfClosed();
          }
          lookAtPublic();
          placement.complete();
        });
    otherRights.tell(run.log());
    run.log().line("holdfast", "the restored database has taken the place of " + uri.where());
  }

  private void lookAtPublic() throws FailureException, SQLException {
    if (walker.publicInArchive().isClosed(walker.header().orElseThrow())) {
      try (PgSession session = PgSession.open(placement.database(), run.tag().sessionName())) {
        otherRights.look(session);
      }
    }
  }

  private interface Step {
    void run() throws FailureException, SQLException, InterruptedException;
  }

  private void underLock(Step step) throws FailureException {
    placing.lock();
    try {
      step.run();
    } catch (SQLException e) {
      throw PgFailures.of(e, uri, FailureCode.RESTORE_FAILED);
    } catch (InterruptedException e) {
      throw failures.interrupted();
    } finally {
      placing.unlock();
    }
  }

  /** Where the tool was ended, or lost the server, right after it had done its work. */
  private boolean tookEffectAllTheSame() {
    placing.lock();
    try {
      return placement.tookEffect();
    } catch (FailureException | SQLException e) {
      run.log().line("holdfast", "cannot see whether it took effect: " + e.getMessage());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      placing.unlock();
    }
  }

  private void finish(RestoreTool started) throws FailureException {
    try {
      int status = started.finish();
      if (status != 0) {
        throw toolFailed(started, status);
      }
    } catch (FailureException e) {
      throw e;
    } catch (IOException e) {
      throw endedEarly(started);
    } catch (InterruptedException e) {
      throw failures.interrupted();
    }
  }

  @Override
  public void close() {
    closed = true;
    // Not under the lock: commit() may wait for this very tool.
    endTool();
    placing.lock();
    try {
      endTool();
      withdraw();
    } finally {
      placing.unlock();
    }
  }

  private void endTool() {
    RestoreTool started = tool;
    if (started != null) {
      started.process().end();
    }
  }

  private void withdraw() {
    try {
      placement.withdraw();
    } catch (FailureException | SQLException e) {
      run.log().line("holdfast", "cannot remove what it made ready: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private RestoreTool started() throws FailureException {
    RestoreTool started = tool;
    if (started == null) {
      throw failures.of("the backup is not whole: it ends within its table of contents");
    }
    return started;
  }

  private void refuseIfClosed() throws FailureException {
    if (closed) {
      throw failures.givenUp();
    }
  }

  private FailureException endedEarly(RestoreTool started) throws FailureException {
    refuseIfClosed();
    try {
      return toolFailed(started, started.process().awaitExit());
    } catch (InterruptedException e) {
      return failures.interrupted();
    }
  }

  private FailureException toolFailed(RestoreTool started, int status) throws FailureException {
    refuseIfClosed();
    return failures.ofTool(started.process(), status, placement);
  }
}
