package holdfast.database.mysql;

import holdfast.database.Dump;
import holdfast.database.DumpFacts;
import holdfast.database.RunContext;
import holdfast.database.tool.ClientTool;
import holdfast.database.tool.Lifeline;
import holdfast.database.tool.PrivateFolder;
import holdfast.database.tool.ProvenStream;
import holdfast.database.tool.ToolProcess;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * mariadb-dump or mysqldump at work, and the proof that what it gave is whole. The dump shows the
 * moment at which the tool began its snapshot; tables of engines without transactions are read when
 * their turn comes.
 */
final class MysqlDump implements Dump {
  static final String FORMAT = "sql";

  /** How long the tool may take to end after its last byte. */
  private static final Duration END_PATIENCE = Duration.ofMinutes(1);

  private final MysqlUri uri;
  private final RunContext run;
  private final MysqlServer server;
  private final ClientTool tool;
  private final ToolProcess process;
  private final DumpWalker walker = new DumpWalker();
  private final ProvenStream stream;
  private final ReentrantLock closing = new ReentrantLock();
  private volatile boolean succeeded;
  private volatile boolean closed;

  private MysqlDump(
      MysqlUri uri, RunContext run, MysqlServer server, ClientTool tool, ToolProcess process) {
    this.uri = uri;
    this.run = run;
    this.server = server;
    this.tool = tool;
    this.process = process;
    this.stream = new ProvenStream(process.stdout(), this::walk);
  }

  /** Looks whether a dump can be had, then starts it. */
  static MysqlDump open(RunContext run, MysqlTools tools) throws FailureException {
    MysqlUri uri = MysqlUri.of(run.connection());
    try (MysqlSession session = MysqlSession.open(uri)) {
      MysqlServer server = MysqlServer.of(session);
      ClientTool tool = tools.dumper(server);
      new DumpRights(session, server).require();
      DumpHindrances.warnings(session).forEach(line -> run.log().line("holdfast", line));
      run.log().line("holdfast", "dumping " + uri.where() + " with " + tool.title());
      PrivateFolder folder =
          tools.privateFolders().create(run.tag(), OptionFile.NAME, OptionFile.text(uri));
      ToolProcess process =
          ToolProcess.start(
              tool,
              Lifeline.STDIN,
              folder,
              DumpArguments.of(uri, run.tag(), server, tool, folder),
              uri.redacting(run.log()));
      return new MysqlDump(uri, run, server, tool, process);
    } catch (SQLException e) {
      throw MysqlFailures.of(e, uri, FailureCode.DUMP_FAILED);
    }
  }

  private void walk(byte[] bytes, int offset, int length) throws FailureException {
    try {
      walker.accept(bytes, offset, length);
    } catch (FailureException e) {
      throw new FailureException(
          FailureCode.DATABASE_UNSUPPORTED,
          "%s has what could not be restored: %s".formatted(uri.where(), e.failure().message()),
          "See docs/databases.md for what a backup of MySQL and MariaDB can hold.");
    }
  }

  @Override
  public String format() {
    return FORMAT;
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

  private Map<String, String> details() {
    return walker.details();
  }

  private void refuseIfClosed() throws FailureException {
    if (closed) {
      throw new FailureException(
          FailureCode.ABORTED, "the dump of " + uri.where() + " was closed", "Start it again.");
    }
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
    try (MysqlSession session = MysqlSession.open(uri)) {
      new DumpRights(session, server).require();
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

  /** A killed tool's session may wait for a lock for as long as the lock is held. */
  private void endSession() {
    try (MysqlSession session = MysqlSession.open(uri)) {
      if (!SessionMark.end(session, run.tag())) {
        run.log().line("holdfast", "a session of this run is still at " + uri.where());
      }
    } catch (FailureException | SQLException e) {
      run.log().line("holdfast", "cannot look for a session left at " + uri.where());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
