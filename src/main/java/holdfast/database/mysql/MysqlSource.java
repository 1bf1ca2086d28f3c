package holdfast.database.mysql;

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
import java.util.List;
import java.util.Map;

/**
 * A database that mariadb-dump or mysqldump reads, and the start of it. The dump shows the moment
 * at which the tool began its snapshot; tables of engines without transactions are read when their
 * turn comes.
 */
record MysqlSource(MysqlUri uri, MysqlServer server, RunTag tag) implements ToolDump.Source {
  static final String FORMAT = "sql";

  /** Looks whether a dump can be had, then starts it. */
  static Dump open(RunContext run, MysqlTools tools) throws FailureException {
    MysqlUri uri = MysqlUri.of(run.connection());
    try (MysqlSession session = MysqlSession.open(uri)) {
      MysqlServer server = MysqlServer.of(session);
      ClientTool tool = tools.dumper(DumpNeeds.of(session, server));
      new DumpRights(session, server).require();
      DumpHindrances.refuse(session);
      StrayBytes.refuse(uri);
      run.log().line("holdfast", "dumping " + uri.where() + " with " + tool.title());
      MysqlSource source = new MysqlSource(uri, server, run.tag());
      SchemaState schema = SchemaState.of(session, server);
      ToolDump.Walker placed =
          PlacedWalker.begin(
              new DumpWalker(source::unsupported), new BinaryLog(session, server), run.log());
      ToolDump.Walker walker = new SteadyWalker(placed, uri, server, schema);
      return new ToolDump(
          source, tool, source.start(run, tools, tool), walker, Map.of(), run.log());
    } catch (SQLException e) {
      throw MysqlFailures.of(e, uri, FailureCode.DUMP_FAILED);
    }
  }

  private ToolProcess start(RunContext run, MysqlTools tools, ClientTool tool)
      throws FailureException {
    PrivateFolder folder =
        tools.privateFolders().create(tag, OptionFile.NAME, OptionFile.text(uri));
    List<String> arguments = DumpArguments.of(uri, tag, server, tool, folder);
    return ToolProcess.start(tool, Lifeline.STDIN, folder, arguments, uri.redacting(run.log()));
  }

  private FailureException unsupported(FailureException e) {
    return new FailureException(
        FailureCode.DATABASE_UNSUPPORTED,
        "%s has what could not be restored: %s".formatted(uri.where(), e.failure().message()),
        "See docs/databases.md for what a backup of MySQL and MariaDB can hold.");
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
  public String where() {
    return uri.where();
  }

  @Override
  public String redact(String text) {
    return uri.redact(text);
  }

  @Override
  public void require() throws FailureException {
    try (MysqlSession session = MysqlSession.open(uri)) {
      new DumpRights(session, server).require();
    } catch (SQLException e) {
      throw MysqlFailures.of(e, uri, FailureCode.DATABASE_UNREACHABLE);
    }
  }

  @Override
  public boolean endSessions() throws FailureException, InterruptedException {
    try (MysqlSession session = MysqlSession.open(uri)) {
      return SessionMark.end(session, tag);
    } catch (SQLException e) {
      throw MysqlFailures.of(e, uri, FailureCode.DATABASE_UNREACHABLE);
    }
  }
}
