package holdfast.database.postgresql;

import holdfast.database.IfOccupied;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.database.tool.ClientTool;
import holdfast.database.tool.Lifeline;
import holdfast.database.tool.PrivateFolder;
import holdfast.database.tool.ToolProcess;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A restore by pg_restore, whose result takes the target's place only when all is proven.
 * pg_restore never sees the last byte before {@link #commit}, so that it cannot take a stream that
 * was given up for one that is whole.
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

  /** Held while something is made ready, put in place or removed: close() finds no half step. */
  private final ReentrantLock placing = new ReentrantLock();

  private volatile Placement placement;
  private volatile @Nullable ToolProcess process;
  private volatile boolean closed;

  /** Whether everybody may make something in the schema public, other than in the backup. */
  private boolean leavesPublicOpen;

  private int heldBack = -1;

  private PgRestoration(
      RunContext run, ClientTools tools, IfOccupied ifOccupied, Placement placement)
      throws FailureException {
    this.uri = PgUri.of(run.connection());
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
    if (process != null) {
      feed(bytes, offset, length);
      return;
    }
    contents.write(bytes, offset, length);
    if (walker.hasContents()) {
      begin(contents.toByteArray());
      contents.reset();
    } else if (contents.size() > MAX_CONTENTS_BYTES) {
      throw failed(
          "the backup's table of contents is larger than " + MAX_CONTENTS_BYTES + " bytes");
    }
  }

  private void walk(byte[] bytes, int offset, int length) throws FailureException {
    try {
      walker.accept(bytes, offset, length);
    } catch (MalformedArchive e) {
      throw malformed(e);
    }
  }

  private void begin(byte[] archive) throws FailureException {
    List<ByteBuffer> beginning;
    placing.lock();
    try (PgSession session = PgSession.open(uri, run.tag().sessionName())) {
      refuseIfClosed();
      PgServer server = PgServer.of(session);
      ClientTool tool = tools.restorer(walker.header().orElseThrow(), server);
      placement = fitting(session);
      placement.prepare(session, walker.needs(), walker.databaseOwn(), archive);
      run.log().line("holdfast", "restoring with " + tool.title() + " " + placement.title());
      beginning = placement.beginning(archive);
      if (walker.publicInArchive().isOpenedAlone()) {
        talk.expectPublicToStay();
      }
      process = start(tool);
      placement.watch();
    } catch (SQLException e) {
      throw PgFailures.of(e, uri, FailureCode.RESTORE_FAILED);
    } catch (MalformedArchive e) {
      throw malformed(e);
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

  private ToolProcess start(ClientTool tool) throws FailureException {
    PrivateFolder folder =
        tools
            .privateFolders()
            .create(run.tag(), PasswordFile.NAME, PasswordFile.text(uri.password()));
    List<String> arguments = new ArrayList<>(placement.options());
    arguments.add("--no-password");
    // Else it keeps the server's warnings to itself.
    arguments.add("--verbose");
    // They would begin to follow, or block, another server's slot.
    arguments.add("--no-subscriptions");
    arguments.add(
        "--dbname="
            + ConnectionInfo.of(placement.database(), run.tag(), folder, placement.settings()));
    return ToolProcess.start(
        tool, Lifeline.STDOUT, folder, arguments, talk, uri.redacting(run.log()));
  }

  /** Writes all but the last byte. */
  private void feed(byte[] bytes, int offset, int length) throws FailureException {
    if (length == 0) {
      return;
    }
    ToolProcess tool = started();
    try {
      OutputStream out = tool.stdin();
      if (heldBack >= 0) {
        out.write(heldBack);
      }
      out.write(bytes, offset, length - 1);
      heldBack = bytes[offset + length - 1] & 0xff;
    } catch (IOException e) {
      throw endedEarly(tool);
    }
  }

  @Override
  public void commit() throws FailureException {
    refuseIfClosed();
    Optional<String> missing = walker.missing();
    if (missing.isPresent()) {
      throw failed("the backup is not whole: " + missing.get());
    }
    ToolProcess tool = started();
    underLock(
        () -> {
          refuseIfClosed();
          placement.allow();
        });
    try {
      finishTool(tool);
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
    sayWhichRightsAreOther();
    run.log().line("holdfast", "the restored database has taken the place of " + uri.where());
  }

  private void lookAtPublic() throws FailureException, SQLException {
    if (walker.publicInArchive().isClosed(walker.header().orElseThrow())) {
      try (PgSession session = PgSession.open(placement.database(), run.tag().sessionName())) {
        leavesPublicOpen = PublicSchema.isOpen(session);
      }
    }
  }

  private void sayWhichRightsAreOther() {
    if (leavesPublicOpen) {
      run.log()
          .line(
              "holdfast",
              "everybody may make something in the schema public, other than in the backup; a superuser"
                  + " can change it: "
                  + PublicSchema.CLOSING);
    }
    int objects = talk.objectsWithOtherRights();
    if (objects > 0) {
      run.log()
          .line(
              "holdfast",
              "the rights on %s are not the backup's, see the warnings of pg_restore: what another role"
                      .formatted(objects == 1 ? "1 object" : objects + " objects")
                  + " owns keeps the rights that it has in a new database, also where they are more");
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
      throw interrupted();
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

  private void finishTool(ToolProcess tool) throws FailureException {
    try {
      tool.stdin().write(heldBack);
      tool.stdin().close();
      int status = tool.awaitExit();
      if (status != 0) {
        throw toolFailed(tool, status);
      }
    } catch (FailureException e) {
      throw e;
    } catch (IOException e) {
      throw endedEarly(tool);
    } catch (InterruptedException e) {
      throw interrupted();
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
    ToolProcess tool = process;
    if (tool != null) {
      tool.end();
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

  private ToolProcess started() throws FailureException {
    ToolProcess tool = process;
    if (tool == null) {
      throw failed("the backup is not whole: it ends within its table of contents");
    }
    return tool;
  }

  private void refuseIfClosed() throws FailureException {
    if (closed) {
      throw new FailureException(
          FailureCode.ABORTED,
          "the restore into " + uri.where() + " was given up",
          "Nothing was changed; restore again if it is still wanted.");
    }
  }

  private FailureException endedEarly(ToolProcess tool) throws FailureException {
    refuseIfClosed();
    try {
      return toolFailed(tool, tool.awaitExit());
    } catch (InterruptedException e) {
      return interrupted();
    }
  }

  private FailureException toolFailed(ToolProcess tool, int status) throws FailureException {
    refuseIfClosed();
    String said =
        "pg_restore ended with status %d: %s".formatted(status, uri.redact(tool.lastWords()));
    // The tool has words but no codes: whether the server is still there, it is asked itself.
    try {
      PgSession.open(uri, "holdfast").close();
      return placement.blame(failed(said));
    } catch (FailureException e) {
      return new FailureException(
          e.failure().code(), e.failure().message() + "; " + said, e.failure().hint());
    }
  }

  private FailureException malformed(MalformedArchive e) {
    return failed("the backup is no whole archive: " + e.getMessage());
  }

  private FailureException interrupted() {
    Thread.currentThread().interrupt();
    return failed("interrupted");
  }

  private FailureException failed(String why) {
    return new FailureException(
        FailureCode.RESTORE_FAILED,
        "cannot restore into " + uri.where() + ": " + why,
        "The database is what it was; see the run's log for what the tool said.");
  }
}
