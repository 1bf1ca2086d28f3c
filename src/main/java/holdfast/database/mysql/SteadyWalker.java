package holdfast.database.mysql;

import holdfast.database.tool.ToolDump;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Requires of a dump that nobody has changed the schema meanwhile. A snapshot holds rows still, not
 * the names and columns of tables: the tool would read another table under the name, or write rows
 * that do not fit what it has written of their table, and end well. Looks before the tool starts
 * and when it has ended.
 */
final class SteadyWalker implements ToolDump.Walker {
  private final ToolDump.Walker walker;
  private final MysqlUri uri;
  private final MysqlServer server;
  private final SchemaState before;

  /**
   * @param before what there was before the tool was started
   */
  SteadyWalker(ToolDump.Walker walker, MysqlUri uri, MysqlServer server, SchemaState before) {
    this.walker = walker;
    this.uri = uri;
    this.server = server;
    this.before = before;
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws FailureException {
    walker.accept(bytes, offset, length);
  }

  @Override
  public Optional<String> missing() throws FailureException {
    Optional<String> missing = walker.missing();
    if (missing.isEmpty()) {
      requireUnchanged();
    }
    return missing;
  }

  private void requireUnchanged() throws FailureException {
    List<String> changes = before.changesUntil(now());
    if (!changes.isEmpty()) {
      throw new FailureException(
          FailureCode.DUMP_FAILED,
          "the schema of %s was changed while it was dumped, and the dump may lack rows: %s"
              .formatted(uri.where(), DumpHindrances.some(changes)),
          "Keep ALTER, RENAME, DROP and TRUNCATE TABLE and changes of views, triggers and routines"
              + " out of the time of backups, and try again.");
    }
  }

  private SchemaState now() throws FailureException {
    try (MysqlSession session = MysqlSession.open(uri)) {
      return SchemaState.of(session, server);
    } catch (SQLException e) {
      throw MysqlFailures.of(e, uri, FailureCode.DUMP_FAILED);
    }
  }

  @Override
  public Map<String, String> details() {
    return walker.details();
  }
}
