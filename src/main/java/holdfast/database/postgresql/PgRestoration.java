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
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A restore into a fresh database beside the target, which takes the target's place only when all
 * is proven. pg_restore never sees the last byte before {@link #commit}, so that it cannot take a
 * stream that was given up for one that is whole.
 */
final class PgRestoration implements Restoration {
  /** The table of contents is kept until it is whole: some hundred bytes for each object. */
  private static final int MAX_CONTENTS_BYTES = 256 << 20;

  private final PgUri uri;
  private final RunContext run;
  private final IfOccupied ifOccupied;
  private final ClientTools tools;
  private final Successor successor;
  private final ArchiveWalker walker = new ArchiveWalker();
  private final ByteArrayOutputStream contents = new ByteArrayOutputStream();

  /** Held while databases are created, renamed or dropped, so that close() finds no half step. */
  private final ReentrantLock databases = new ReentrantLock();

  private volatile @Nullable ToolProcess process;
  private volatile boolean closed;
  private DatabaseAdditions additions = DatabaseAdditions.NONE;
  private PublicSchema publicSchema = new PublicSchema(List.of());
  private boolean created;
  private boolean swapped;
  private int heldBack = -1;

  private PgRestoration(
      RunContext run, IfOccupied ifOccupied, ClientTools tools, Successor successor)
      throws FailureException {
    this.uri = PgUri.of(run.connection());
    this.run = run;
    this.ifOccupied = ifOccupied;
    this.tools = tools;
    this.successor = successor;
  }

  /** Looks whether the target can be replaced; touches nothing. */
  static PgRestoration open(RunContext run, IfOccupied ifOccupied, ClientTools tools)
      throws FailureException {
    PgUri uri = PgUri.of(run.connection());
    try (PgSession session = PgSession.open(uri, run.tag().sessionName());
        PgSession beside = Maintenance.open(uri, run.tag().sessionName())) {
      PgServer.of(beside);
      RestoreRequirements.checkRights(session);
      RestoreRequirements.checkHindrances(session);
      ifOccupied.require(uri.where(), () -> PgProbe.isEmpty(session));
      Successor successor = Successor.of(session, new RestoreNames(run.tag()).fresh());
      return new PgRestoration(run, ifOccupied, tools, successor);
    } catch (SQLException e) {
      throw PgFailures.of(e, uri, FailureCode.RESTORE_FAILED);
    }
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
      begin();
      feed(contents.toByteArray(), 0, contents.size());
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
      throw failed("the backup is no whole archive: " + e.getMessage());
    }
  }

  private void begin() throws FailureException {
    databases.lock();
    try (PgSession session = PgSession.open(uri, run.tag().sessionName());
        PgSession beside = Maintenance.open(uri, run.tag().sessionName())) {
      refuseIfClosed();
      Set<String> missingRoles = RestoreRequirements.checkNeeds(session, walker.needs());
      ClientTool tool = tools.restorer(walker.header().orElseThrow(), PgServer.of(session));
      run.log().line("holdfast", "restoring into a fresh database with " + tool.title());
      additions = DatabaseAdditions.of(session, walker.databaseOwn(), run.log());
      created = true;
      MadeRoles.make(beside, run, missingRoles, walker.needs());
      successor.create(beside);
      successor.rehearseSettings(beside);
      additions = additions.rehearsed(beside, successor.name(), run.log());
      additions.giveRights(beside, successor.name(), run.log());
      try (PgSession fresh = openFresh()) {
        publicSchema = PublicSchema.open(fresh, walker.needs());
      }
      process = start(tool);
    } catch (SQLException e) {
      throw PgFailures.of(e, uri, FailureCode.RESTORE_FAILED);
    } finally {
      databases.unlock();
    }
  }

  private ToolProcess start(ClientTool tool) throws FailureException {
    PrivateFolder folder =
        tools
            .privateFolders()
            .create(run.tag(), PasswordFile.NAME, PasswordFile.text(uri.password()));
    PgUri fresh = uri.withDatabase(successor.name());
    List<String> arguments =
        List.of(
            "--exit-on-error",
            "--no-password",
            // They would begin to follow, or block, another server's slot.
            "--no-subscriptions",
            "--dbname=" + ConnectionInfo.of(fresh, run.tag(), folder));
    return ToolProcess.start(tool, Lifeline.STDOUT, folder, arguments, uri.redacting(run.log()));
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
    finishTool(started());
    databases.lock();
    try {
      refuseIfClosed();
      applySettings();
      new DatabaseSwap(uri, run, ifOccupied).perform();
      swapped = true;
      run.log().line("holdfast", "the restored database has taken the place of " + uri.where());
    } catch (SQLException e) {
      throw PgFailures.of(e, uri, FailureCode.RESTORE_FAILED);
    } catch (InterruptedException e) {
      throw interrupted();
    } finally {
      databases.unlock();
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

  private PgSession openFresh() throws FailureException {
    return PgSession.open(uri.withDatabase(successor.name()), run.tag().sessionName());
  }

  private void applySettings() throws FailureException, SQLException {
    if (!publicSchema.guests().isEmpty()) {
      try (PgSession fresh = openFresh()) {
        publicSchema.close(fresh, walker.needs());
      }
    }
    try (PgSession session = Maintenance.open(uri, run.tag().sessionName())) {
      successor.applySettings(session);
      additions.give(session, successor.name(), run.log());
    }
  }

  @Override
  public void close() {
    closed = true;
    // Not under the lock: commit() may wait for this very tool.
    endTool();
    databases.lock();
    try {
      endTool();
      dropLeftover();
    } finally {
      databases.unlock();
    }
  }

  private void endTool() {
    ToolProcess tool = process;
    if (tool != null) {
      tool.end();
    }
  }

  /** The replaced database stays: it is the mark by which a dead run's success is recognised. */
  private void dropLeftover() {
    if (!created || swapped) {
      return;
    }
    String leftover = new RestoreNames(run.tag()).fresh();
    try (PgSession session = Maintenance.open(uri, "holdfast")) {
      PgSessions.end(session, run.tag());
      Databases.drop(session, leftover);
      MadeRoles.drop(session, run.tag());
      created = false;
    } catch (FailureException | SQLException e) {
      run.log()
          .line(
              "holdfast",
              "cannot drop the database " + leftover + " or new roles: " + e.getMessage());
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
      return failed(said);
    } catch (FailureException e) {
      return new FailureException(
          e.failure().code(), e.failure().message() + "; " + said, e.failure().hint());
    }
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
