package holdfast.database.postgresql;

import holdfast.database.Dump;
import holdfast.database.DumpFacts;
import holdfast.database.RunContext;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** A client tool at work that takes a backup, and the proof that what it gave is whole. */
final class ToolDump implements Dump {

  /** How long the tool may take to end after its last byte. */
  private static final Duration END_PATIENCE = Duration.ofMinutes(1);

  private final DumpKind kind;
  private final PgUri uri;
  private final RunContext run;
  private final PgServer server;
  private final ClientTool tool;
  private final ToolProcess process;
  private final Walker walker;
  private final ProvenStream stream;
  private final ReentrantLock closing = new ReentrantLock();
  private volatile boolean succeeded;
  private volatile boolean closed;

  private ToolDump(
      DumpKind kind,
      PgUri uri,
      RunContext run,
      PgServer server,
      ClientTool tool,
      ToolProcess process,
      Walker walker) {
    this.kind = kind;
    this.uri = uri;
    this.run = run;
    this.server = server;
    this.tool = tool;
    this.process = process;
    this.walker = walker;
    this.stream = new ProvenStream(process.stdout(), walker, this::malformed);
  }

  /** Looks whether such a backup can be had, then starts the tool. */
  static ToolDump open(DumpKind kind, RunContext run, ClientTools tools) throws FailureException {
    PgUri uri = PgUri.of(run.connection());
    try (PgSession session = PgSession.open(uri, run.tag().sessionName())) {
      PgServer server = PgServer.of(session);
      ClientTool tool = kind.tool(tools, server);
      kind.require(session);
      Walker walker = kind.newWalker(session);
      run.log().line("holdfast", "dumping " + uri.where() + " with " + tool.title());
      PrivateFolder folder = tools.privateFolders().create(run.tag(), uri.password());
      List<String> arguments = kind.arguments(ConnectionInfo.of(uri, run.tag(), folder));
      ToolProcess process =
          ToolProcess.start(tool, Lifeline.STDIN, folder, arguments, uri.redacting(run.log()));
      return new ToolDump(kind, uri, run, server, tool, process, walker);
    } catch (SQLException e) {
      throw PgFailures.of(e, uri, FailureCode.DUMP_FAILED);
    }
  }

  @Override
  public String format() {
    return kind.format();
  }

  @Override
  public String serverVersion() {
    return server.version();
  }

  @Override
  public InputStream stream() {
    return stream;
  }

  @Override
  public DumpFacts awaitSuccess() throws FailureException {
    refuseIfClosed();
    if (!stream.hasEnded()) {
      throw incomplete("it was not read to its end");
    }
    int status = awaitExit();
    refuseIfClosed();
    if (status != 0) {
      throw failed(status);
    }
    Optional<String> missing = walker.missing();
    if (missing.isPresent()) {
      throw incomplete("although %s ended well, %s".formatted(tool.title(), missing.get()));
    }
    succeeded = true;
    return new DumpFacts(server.version(), tool.title(), details());
  }

  private void refuseIfClosed() throws FailureException {
    if (closed) {
      throw new FailureException(
          FailureCode.ABORTED, "the dump of " + uri.where() + " was closed", "Start it again.");
    }
  }

  private FailureException malformed(MalformedArchive e) {
    return incomplete("%s gave something else: %s".formatted(tool.name(), e.getMessage()));
  }

  private FailureException incomplete(String why) {
    return new FailureException(
        FailureCode.DUMP_INCOMPLETE,
        "the dump of %s is not whole: %s".formatted(uri.where(), why),
        "Check the %s that is installed; try again.".formatted(tool.name()));
  }

  private int awaitExit() throws FailureException {
    try {
      if (!process.endsWithin(END_PATIENCE)) {
        throw new FailureException(
            FailureCode.DUMP_FAILED,
            tool.title() + " did not end after its last byte: " + process.lastWords(),
            "Try again; see the run's log for what it said.");
      }
      return process.awaitExit();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailureException(
          FailureCode.ABORTED,
          "interrupted while waiting for " + tool.name(),
          "Start the backup again.");
    }
  }

  /** Why it failed: the tool has words but no codes, so that the server is asked once more. */
  private FailureException failed(int status) {
    String said =
        "%s ended with status %d: %s"
            .formatted(tool.title(), status, uri.redact(process.lastWords()));
    try (PgSession session = PgSession.open(uri, run.tag().sessionName())) {
      kind.require(session);
    } catch (FailureException e) {
      return new FailureException(
          e.failure().code(), e.failure().message() + "; " + said, e.failure().hint());
    } catch (SQLException e) {
      return new FailureException(
          FailureCode.DATABASE_UNREACHABLE, said, "Check that the server is up; try again.");
    }
    return new FailureException(
        FailureCode.DUMP_FAILED, said, "See what the tool said, mend it and try again.");
  }

  private Map<String, String> details() {
    Map<String, String> details = new HashMap<>(walker.details());
    details.put("encoding", server.encoding());
    return details;
  }

  @Override
  public void close() {
    closing.lock(); // Whoever closes as well returns only when all is gone.
    try {
      if (!closed) {
        closed = true;
        process.end();
        if (!succeeded) {
          endSession();
        }
      }
    } finally {
      closing.unlock();
    }
  }

  /** A killed tool's session may sit in a lock's queue for as long as the lock is held. */
  private void endSession() {
    try (PgSession session = PgSession.open(uri, "holdfast")) {
      if (!PgSessions.end(session, run.tag())) {
        run.log().line("holdfast", "a session of this run is still at " + uri.where());
      }
    } catch (FailureException | SQLException e) {
      run.log().line("holdfast", "cannot look for a session left at " + uri.where());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
