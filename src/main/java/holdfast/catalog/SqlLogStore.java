package holdfast.catalog;

import holdfast.model.Key;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** The table {@code log_line}. */
final class SqlLogStore implements LogStore {
  private static final String INSERT =
      """
      INSERT INTO log_line (run_key, said_at, container, line)
      VALUES (:run, :at, :container, :line)
      """;
  private static final String OLDEST_FIRST =
      """
      SELECT * FROM log_line
      WHERE run_key = :run AND said_at >= :from AND said_at < :to
      ORDER BY id LIMIT :limit
      """;
  private static final String NEWEST_FIRST =
      """
      SELECT * FROM log_line
      WHERE run_key = :run AND said_at >= :from AND said_at < :to
      ORDER BY id DESC LIMIT :limit
      """;

  private final Handle handle;

  SqlLogStore(Handle handle) {
    this.handle = handle;
  }

  @Override
  public void append(List<LogLine> lines) {
    if (lines.isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch(INSERT);
    for (LogLine line : lines) {
      batch
          .bind("run", line.run().hex())
          .bind("at", line.at().toEpochMilli())
          .bind("container", line.container())
          .bind("line", line.line())
          .add();
    }
    batch.execute();
  }

  @Override
  public List<LogLine> range(Key run, Instant from, Instant to, int limit, boolean newestFirst) {
    return handle
        .createQuery(newestFirst ? NEWEST_FIRST : OLDEST_FIRST)
        .bind("run", run.hex())
        .bind("from", from.toEpochMilli())
        .bind("to", to.toEpochMilli())
        .bind("limit", limit)
        .map(SqlLogStore::line)
        .list();
  }

  private static LogLine line(ResultSet row, StatementContext context) throws SQLException {
    return new LogLine(
        Columns.key(row, "run_key"),
        Columns.instant(row, "said_at"),
        row.getString("container"),
        row.getString("line"));
  }
}
