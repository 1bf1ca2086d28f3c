package holdfast.database.tool;

import holdfast.database.Dump;
import holdfast.database.DumpFacts;
import holdfast.database.ProvenStream;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.RunLog;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** A client tool at work that takes a backup, and the proof that what it gave is whole. */
public final class ToolDump implements Dump {

  /** How long the tool may take to end after its last byte. */
  private static final Duration END_PATIENCE = Duration.ofMinutes(1);

  /**
   * How long the tool may give nothing: it reads the catalogs of a large database before it does.
   */
  private static final Duration SILENCE = Duration.ofHours(6);

  /** What a driver knows of the database that the tool reads. */
  public interface Source {

    /** The ending of the stored object's name, without a dot. */
    String format();

    String serverVersion();

    /** For messages: where, without who. */
    String where();

    /** A text with the password, should it be in there, made unreadable. */
    String redact(String text);

    /**
     * Asks the server, after the tool has failed: it has words but no codes.
     *
     * @throws FailureException that says why the tool cannot have read all; none where nothing
     *     stands in its way
     */
    void require() throws FailureException;

    /**
     * Ends what sessions the run has at the server.
     *
     * @return whether all are gone
     */
    boolean endSessions() throws FailureException, InterruptedException;

    /** Frees what is held at the server while the tool works; nothing, as a rule. */
    default void release() {}
  }

  /** Knows the structure of what the tool gives. */
  public interface Walker extends ProvenStream.Walker {

    /** Why it would not be whole if it ended here; empty if it would. */
    Optional<String> missing() throws FailureException;

    /** What is known of one that is whole, for its manifest. */
    Map<String, String> details();
  }

  private final Source source;
  private final ClientTool tool;
  private final ToolProcess process;
  private final Walker walker;
  private final Map<String, String> facts;
  private final RunLog log;
  private final SilenceLimit output;
  private final ProvenStream stream;
  private final ReentrantLock closing = new ReentrantLock();
  private volatile boolean succeeded;
  private volatile boolean closed;

  /**
   * @param process of the tool, on the lifeline {@link Lifeline#STDIN}
   * @param facts what is known besides the walker's details, for the manifest
   */
  public ToolDump(
      Source source,
      ClientTool tool,
      ToolProcess process,
      Walker walker,
      Map<String, String> facts,
      RunLog log) {
    this(source, tool, process, walker, facts, log, SILENCE);
  }

  /**
   * @param silence how long the tool may give nothing
   */
  ToolDump(
      Source source,
      ClientTool tool,
      ToolProcess process,
      Walker walker,
      Map<String, String> facts,
      RunLog log,
      Duration silence) {
    this.source = source;
    this.tool = tool;
    this.process = process;
    this.walker = walker;
    this.facts = Map.copyOf(facts);
    this.log = log;
    this.output = new SilenceLimit(process.stdout(), silence, process::end, () -> silent(silence));
    this.stream = new ProvenStream(output, walker);
  }

  private FailureException silent(Duration silence) {
    return new FailureException(
        FailureCode.DUMP_FAILED,
        "%s gave nothing for %d minutes and was ended".formatted(tool.title(), silence.toMinutes()),
        "See at %s whether a session of such a tool waits for a lock; dump by hand to see where it hangs."
            .formatted(source.where()));
  }

  @Override
  public String format() {
    return source.format();
  }

  @Override
  public String serverVersion() {
    return source.serverVersion();
  }

  @Override
  public InputStream stream() {
    return stream;
  }

  @Override
  public DumpFacts awaitSuccess() throws FailureException {
    refuseIfClosed();
    if (!stream.hasEnded()) {
      throw incomplete(source, tool, "it was not read to its end");
    }
    int status = awaitExit();
    refuseIfClosed();
    if (status != 0) {
      throw failed(status);
    }
    Optional<String> missing = walker.missing();
    if (missing.isPresent()) {
      throw incomplete(
          source, tool, "although %s ended well, %s".formatted(tool.title(), missing.get()));
    }
    succeeded = true;
    Map<String, String> details = new HashMap<>(walker.details());
    details.putAll(facts);
    return new DumpFacts(source.serverVersion(), tool.title(), details);
  }

  private void refuseIfClosed() throws FailureException {
    if (closed) {
      throw new FailureException(
          FailureCode.ABORTED, "the dump of " + source.where() + " was closed", "Start it again.");
    }
  }

  /** That what a tool gave is no backup. */
  public static FailureException incomplete(Source source, ClientTool tool, String why) {
    return new FailureException(
        FailureCode.DUMP_INCOMPLETE,
        "the dump of %s is not whole: %s".formatted(source.where(), why),
        "Check the %s that is installed; try again.".formatted(tool.name()));
  }

  private int awaitExit() throws FailureException {
    try {
      if (!process.endsWithin(END_PATIENCE)) {
        throw new FailureException(
            FailureCode.DUMP_FAILED,
            "%s did not end after its last byte: %s"
                .formatted(tool.title(), source.redact(process.lastWords())),
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

  private FailureException failed(int status) {
    String said =
        "%s ended with status %d: %s"
            .formatted(tool.title(), status, source.redact(process.lastWords()));
    try {
      source.require();
    } catch (FailureException e) {
      return new FailureException(
          e.failure().code(), e.failure().message() + "; " + said, e.failure().hint());
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
        output.close();
        process.end();
        source.release();
        if (!succeeded) {
          endSessions();
        }
      }
    } finally {
      closing.unlock();
    }
  }

  /** A killed tool's session may sit in a lock's queue for as long as the lock is held. */
  private void endSessions() {
    try {
      if (!source.endSessions()) {
        log.line("holdfast", "a session of this run is still at " + source.where());
      }
    } catch (FailureException e) {
      log.line("holdfast", "cannot look for a session left at " + source.where());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
