package holdfast.database.postgresql;

import holdfast.database.RunContext;
import holdfast.database.tool.ClientTool;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** A kind of backup that a client tool takes. Immutable. */
interface DumpKind {

  /** The ending of the stored object's name, without a dot. */
  String format();

  /** The tool of this machine for a server. */
  ClientTool tool(ClientTools tools, PgServer server) throws FailureException;

  /**
   * Looks whether this server and this role can give it.
   *
   * @throws FailureException that names what is missing
   */
  void require(PgSession session) throws FailureException, SQLException;

  /** What is about to be done, for the run's log. */
  String beginning(PgSession session, ClientTool tool) throws SQLException;

  /** What it leaves out without an error, in sentences, for the run's log. */
  default List<String> leftOut(PgSession session) throws SQLException {
    return List.of();
  }

  /** What is known of the moment that the backup will show, by name, for its manifest. */
  Map<String, String> moment(PgSession session) throws SQLException;

  /** Keeps at the server what it may not throw away before the tool has ended. */
  LogReservation reserve(PgSession session, RunContext run) throws FailureException, SQLException;

  /**
   * @param connection where the tool is to connect to, as libpq has it
   */
  List<String> arguments(String connection, PgServer server);

  /** For one run of the tool, which is about to start. */
  Walker newWalker(PgSession session) throws SQLException;
}
