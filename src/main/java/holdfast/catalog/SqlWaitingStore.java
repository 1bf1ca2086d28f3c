package holdfast.catalog;

import holdfast.model.AddonId;
import holdfast.model.BackupId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The columns of the table {@code backup} that matter while it is scheduled. */
record SqlWaitingStore(Handle handle) implements WaitingStore {
  private static final String GET =
      """
      SELECT failures, losses, created_at, start_by, waits_for
      FROM backup WHERE id = :id
      """;
  private static final String GET_SCHEDULED = GET + "AND status = 'scheduled' <row_lock>";
  private static final String START_BY = "UPDATE backup SET start_by = :latest WHERE id = :id";
  private static final String ALL_START_BY =
      """
      UPDATE backup SET start_by = :latest, waits_for = NULL
      WHERE addon_id = :addon AND status = 'scheduled'
      """;
  private static final String WAIT_FOR = "UPDATE backup SET waits_for = :what WHERE id = :id";
  private static final String OLDEST_FOR =
      """
      SELECT id FROM backup
      WHERE waits_for = :what AND status = 'scheduled'
      ORDER BY order_key LIMIT 1
      """;
  private static final String OVERDUE =
      """
      SELECT b.id FROM backup b
      WHERE b.status = 'scheduled' AND b.start_by < :now
        AND NOT EXISTS (SELECT 1 FROM addon a
          WHERE a.id = b.addon_id AND a.state = 'PAUSED' AND b.source IN ('sameAddon', 'snapshot'))
      ORDER BY b.start_by LIMIT :limit
      """;
  private static final String COUNT_FAILURE =
      "UPDATE backup SET failures = failures + 1 WHERE id = :id";
  private static final String COUNT_LOSS = "UPDATE backup SET losses = losses + 1 WHERE id = :id";

  @Override
  public Optional<Waiting> lock(BackupId id) {
    return find(GET_SCHEDULED, id);
  }

  @Override
  public Optional<Waiting> get(BackupId id) {
    return find(GET, id);
  }

  private Optional<Waiting> find(String sql, BackupId id) {
    return handle.createQuery(sql).bind("id", id.toString()).map(SqlWaitingStore::row).findOne();
  }

  @Override
  public void startBy(BackupId id, Instant latest) {
    handle
        .createUpdate(START_BY)
        .bind("id", id.toString())
        .bind("latest", latest.toEpochMilli())
        .execute();
  }

  @Override
  public void startBy(AddonId addon, Instant latest) {
    handle
        .createUpdate(ALL_START_BY)
        .bind("addon", addon.toString())
        .bind("latest", latest.toEpochMilli())
        .execute();
  }

  @Override
  public void waitFor(BackupId id, String what) {
    handle.createUpdate(WAIT_FOR).bind("id", id.toString()).bind("what", what).execute();
  }

  @Override
  public Optional<BackupId> oldestFor(String what) {
    return handle
        .createQuery(OLDEST_FOR)
        .bind("what", what)
        .map((row, context) -> BackupId.of(row.getString(1)))
        .findOne();
  }

  @Override
  public List<BackupId> overdue(Instant now, int limit) {
    return handle
        .createQuery(OVERDUE)
        .bind("now", now.toEpochMilli())
        .bind("limit", limit)
        .map((row, context) -> BackupId.of(row.getString(1)))
        .list();
  }

  @Override
  public void count(BackupId id, Setback setback) {
    String sql =
        switch (setback) {
          case FAILURE -> COUNT_FAILURE;
          case LOSS -> COUNT_LOSS;
        };
    handle.createUpdate(sql).bind("id", id.toString()).execute();
  }

  private static Waiting row(ResultSet row, StatementContext context) throws SQLException {
    return new Waiting(
        row.getInt("failures"),
        row.getInt("losses"),
        Columns.instant(row, "created_at"),
        Columns.nullableInstant(row, "start_by"),
        row.getString("waits_for"));
  }
}
