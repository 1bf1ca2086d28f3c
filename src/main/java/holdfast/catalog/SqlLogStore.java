package holdfast.catalog;

import holdfast.model.Key;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/** The table {@code log_line}. */
final class SqlLogStore implements LogStore {
  private static final String LOCK_BACKUP =
      "SELECT 1 FROM backup WHERE order_key = :run <row_lock>";
  private static final String LOCK_RESTORE = "SELECT 1 FROM restore WHERE id = :run <row_lock>";
  private static final String INSERT =
      """
      INSERT INTO log_line (run_key, said_at, container, line)
      VALUES (:run, :at, :container, :line)
      """;
  private static final String SELECT =
      "SELECT * FROM log_line WHERE run_key = :run AND said_at >= :from AND said_at < :to";
  private static final String OF_CONTAINERS = " AND container IN (<containers>)";
  private static final String OLDEST_FIRST = " AND id > :beyond ORDER BY id LIMIT :limit";
  private static final String NEWEST_FIRST = " AND id < :beyond ORDER BY id DESC LIMIT :limit";
  private static final String NEWEST =
      "SELECT COALESCE(MAX(id), 0) FROM log_line WHERE run_key = :run";

  private final Handle handle;

  SqlLogStore(Handle handle) {
    this.handle = handle;
  }

  @Override
  public void append(List<LogLine> lines) {
    if (lines.isEmpty()) {
      return;
    }
    lock(lines.getFirst().run());
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

  /**
   * Lets one transaction at a time add to a run's log. Ids are drawn before the commit: of two
   * nodes that both think the run theirs, the slower would else add lines below ids that a reader
   * has passed already.
   */
  private void lock(Key run) {
    if (!lock(LOCK_BACKUP, run)) {
      lock(LOCK_RESTORE, run);
    }
  }

  private boolean lock(String sql, Key run) {
    return handle
        .createQuery(sql)
        .bind("run", run.hex())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  @Override
  public List<KeptLine> lines(LogQuery query) {
    String sql =
        SELECT
            + (query.containers().isEmpty() ? "" : OF_CONTAINERS)
            + (query.newestFirst() ? NEWEST_FIRST : OLDEST_FIRST);
    Query select =
        handle
            .createQuery(sql)
            .bind("run", query.run().hex())
            .bind("from", query.from().toEpochMilli())
            .bind("to", query.to().toEpochMilli())
            .bind("beyond", query.beyond())
            .bind("limit", query.limit());
    if (!query.containers().isEmpty()) {
      select.bindList("containers", List.copyOf(query.containers()));
    }
    return select.map(SqlLogStore::line).list();
  }

  @Override
  public long newest(Key run) {
    return handle.createQuery(NEWEST).bind("run", run.hex()).mapTo(Long.class).one();
  }

  private static KeptLine line(ResultSet row, StatementContext context) throws SQLException {
    LogLine line =
        new LogLine(
            Columns.key(row, "run_key"),
            Columns.instant(row, "said_at"),
            row.getString("container"),
            row.getString("line"));
    return new KeptLine(row.getLong("id"), line);
  }
}
