package holdfast.database.postgresql;

import holdfast.database.Dump;
import holdfast.database.RunContext;
import holdfast.database.tool.ClientTool;
import holdfast.database.tool.Lifeline;
import holdfast.database.tool.PrivateFolder;
import holdfast.database.tool.ToolDump;
import holdfast.database.tool.ToolProcess;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.RunTag;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server that a backup is taken of, and the start of the tool that takes it. */
record PgSource(DumpKind kind, PgUri uri, PgServer server, RunTag tag, LogReservation reservation)
    implements ToolDump.Source {

  /** Looks whether such a backup can be had, then starts the tool. */
  static Dump open(DumpKind kind, RunContext run, ClientTools tools) throws FailureException {
    PgUri uri = PgUri.of(run.connection());
    try (PgSession session = PgSession.open(uri, run.tag().sessionName())) {
      PgServer server = PgServer.of(session);
      ClientTool tool = kind.tool(tools, server);
      kind.require(session);
      Map<String, String> facts = new HashMap<>(kind.moment(session));
      facts.put("encoding", server.encoding());
      run.log().line("holdfast", kind.beginning(session, tool));
      kind.leftOut(session).forEach(sentence -> run.log().line("holdfast", sentence));
      Walker walker = kind.newWalker(session);
      PgSource source = new PgSource(kind, uri, server, run.tag(), kind.reserve(session, run));
      return source.begun(run, tools, tool, walker, facts);
    } catch (SQLException e) {
      throw PgFailures.of(e, uri, FailureCode.DUMP_FAILED);
    }
  }

  private Dump begun(
      RunContext run, ClientTools tools, ClientTool tool, Walker walker, Map<String, String> facts)
      throws FailureException {
    try {
      ToolProcess process = start(run, tools, tool);
      return new ToolDump(this, tool, process, failing(walker, tool), facts, run.log());
    } catch (FailureException e) {
      release();
      throw e;
    }
  }

  private ToolProcess start(RunContext run, ClientTools tools, ClientTool tool)
      throws FailureException {
    PrivateFolder folder =
        tools.privateFolders().create(tag, PasswordFile.NAME, PasswordFile.text(uri.password()));
    List<String> arguments = kind.arguments(ConnectionInfo.of(uri, tag, folder), server);
    return ToolProcess.start(tool, Lifeline.STDIN, folder, arguments, uri.redacting(run.log()));
  }

  private ToolDump.Walker failing(Walker walker, ClientTool tool) {
    return walker.failingWith(
        e ->
            ToolDump.incomplete(
                this, tool, "%s gave something else: %s".formatted(tool.name(), e.getMessage())));
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
  public String where() {
    return uri.where();
  }

  @Override
  public String redact(String text) {
    return uri.redact(text);
  }

  @Override
  public void require() throws FailureException {
    try (PgSession session = PgSession.open(uri, tag.sessionName())) {
      kind.require(session);
    } catch (SQLException e) {
      throw PgFailures.of(e, uri, FailureCode.DATABASE_UNREACHABLE);
    }
  }

  @Override
  public void release() {
    reservation.close();
  }

  @Override
  public boolean endSessions() throws FailureException, InterruptedException {
    try (PgSession session = PgSession.open(uri, "holdfast")) {
      return PgSessions.end(session, tag);
    } catch (SQLException e) {
      throw PgFailures.of(e, uri, FailureCode.DATABASE_UNREACHABLE);
    }
  }
}
