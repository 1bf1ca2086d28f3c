package holdfast.catalog;

import holdfast.model.AddonId;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.DatabaseRoute;
import holdfast.model.DestinationId;
import holdfast.model.Failure;
import holdfast.model.Progress;
import holdfast.model.Restore;
import holdfast.model.RestoreId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table {@code restore}. */
final class SqlRestoreStore implements RestoreStore {
  private static final String IS_OFFERED =
      """
      SELECT EXISTS (
        SELECT 1 FROM copy c JOIN backup b ON b.order_key = c.order_key
        WHERE b.id = :backup AND c.destination_id = :destination)
      """;
  private static final String INSERT =
      """
      INSERT INTO restore (id, backup_id, destination_id, target_id, from_database, into_database,
        replaces, status, failure_code, failure_message, failure_hint, read_bytes, stored_bytes,
        expected_bytes, created_at, completed_at)
      VALUES (:id, :backup, :destination, :target, :fromDatabase, :intoDatabase, :replaces, :status,
        :failureCode, :failureMessage, :failureHint, :readBytes, :storedBytes, :expectedBytes,
        :createdAt, :completedAt)
      """;
  private static final String SELECT =
      "SELECT r.*, b.slug AS backup_slug FROM restore r JOIN backup b ON b.id = r.backup_id ";
  private static final String GET = SELECT + "WHERE r.id = :id";
  private static final String LIST_OF_BACKUP =
      SELECT
          + """
            WHERE r.backup_id = :backup AND r.target_id = :target AND r.id < :after
            ORDER BY r.id DESC LIMIT :limit OFFSET :offset
            """;
  private static final String LIST_OF_TARGET =
      SELECT
          + """
            WHERE r.target_id = :target AND r.id < :after
            ORDER BY r.id DESC LIMIT :limit OFFSET :offset
            """;
  private static final String LATEST_OF =
      SELECT + "WHERE r.backup_id = :backup ORDER BY r.id DESC LIMIT 1";
  private static final String ACTIVE_INTO =
      SELECT
          + """
            WHERE r.target_id = :target AND r.status IN ('scheduled', 'in-progress', 'aborting')
            """;
  private static final String ACTIVE =
      SELECT + "WHERE r.status IN ('scheduled', 'in-progress', 'aborting') ORDER BY r.id";
  private static final String UNFINISHED =
      SELECT + "WHERE r.status IN ('in-progress', 'aborting') ORDER BY r.id";
  private static final String IS_READ =
      """
      SELECT EXISTS (
        SELECT 1 FROM restore
        WHERE backup_id = :backup AND destination_id = :destination
          AND status IN ('scheduled', 'in-progress', 'aborting'))
      """;
  private static final String LOCK =
      "UPDATE restore SET status = status WHERE id = :id AND status = 'scheduled'";
  private static final String CLAIM =
      "UPDATE restore SET status = 'in-progress' WHERE id = :id AND status = 'scheduled'";
  private static final String PROGRESS =
      """
      UPDATE restore
      SET read_bytes = :readBytes, stored_bytes = :storedBytes, expected_bytes = :expectedBytes
      WHERE id = :id AND status = 'in-progress' AND taken_over = 0
      """;
  private static final String TAKE_OVER =
      """
      UPDATE restore SET taken_over = 1
      WHERE id = :id AND status IN ('in-progress', 'aborting')
      """;
  private static final String BROKE_OFF =
      """
      UPDATE restore
      SET failure_code = :failureCode, failure_message = :failureMessage, failure_hint = :failureHint
      WHERE id = :id AND status = 'in-progress'
      """;
  private static final String FINISH =
      """
      UPDATE restore
      SET status = :status, failure_code = :failureCode, failure_message = :failureMessage,
        failure_hint = :failureHint, completed_at = :at
      WHERE id = :id AND (status = 'in-progress' OR status = 'aborting' AND :status = 'completed')
      """;
  private static final String ABORT =
      """
      UPDATE restore
      SET status = CASE status WHEN 'scheduled' THEN 'aborted' ELSE 'aborting' END,
        completed_at = CASE status WHEN 'scheduled' THEN :at END
      WHERE id = :id AND status IN ('scheduled', 'in-progress', 'aborting')
      """;
  private static final String FINISH_ABORT =
      """
      UPDATE restore
      SET status = 'aborted', failure_code = NULL, failure_message = NULL, failure_hint = NULL,
        completed_at = :at
      WHERE id = :id AND status = 'aborting'
      """;

  private final Handle handle;

  SqlRestoreStore(Handle handle) {
    this.handle = handle;
  }

  @Override
  public void insert(Restore restore) {
    // Against deletions of the target and of the copy: whoever comes second sees the other's work.
    if (!RowLock.onAddon(handle, restore.target())) {
      throw new GoneException("the addon %s is there no longer".formatted(restore.target()));
    }
    RowLock.onBackup(handle, restore.backupId());
    if (!answers(IS_OFFERED, restore.backupId(), restore.destinationId())) {
      throw new GoneException(
          "the copy of backup %s in destination %s is not there to be restored"
              .formatted(restore.backupId(), restore.destinationId()));
    }
    Uniqueness.execute(
        Columns.bind(
                Columns.bind(handle.createUpdate(INSERT), restore.failure()), restore.progress())
            .bind("id", restore.id().toString())
            .bind("backup", restore.backupId().toString())
            .bind("destination", restore.destinationId().toString())
            .bind("target", restore.target().toString())
            .bind("fromDatabase", restore.route().from())
            .bind("intoDatabase", restore.route().into())
            .bind("replaces", restore.route().replaces() ? 1 : 0)
            .bind("status", restore.status().wire())
            .bind("createdAt", restore.createdAt().toEpochMilli())
            .bind("completedAt", Columns.millis(restore.completedAt())),
        "a restore into this addon has not ended yet");
  }

  /** Whether a restore that has not ended reads this copy. */
  boolean isRead(BackupId backup, DestinationId destination) {
    return answers(IS_READ, backup, destination);
  }

  private boolean answers(String question, BackupId backup, DestinationId destination) {
    return Columns.truth(
        handle
            .createQuery(question)
            .bind("backup", backup.toString())
            .bind("destination", destination.toString()));
  }

  @Override
  public Optional<Restore> get(RestoreId id) {
    return findOne(GET, "id", id.toString());
  }

  @Override
  public Page<Restore> listOfBackup(BackupId backup, AddonId target, PageRequest page) {
    return list(
        handle
            .createQuery(LIST_OF_BACKUP)
            .bind("backup", backup.toString())
            .bind("target", target.toString()),
        page);
  }

  @Override
  public Page<Restore> listOfTarget(AddonId target, PageRequest page) {
    return list(handle.createQuery(LIST_OF_TARGET).bind("target", target.toString()), page);
  }

  private static Page<Restore> list(Query query, PageRequest page) {
    return Pages.of(query, page, SqlRestoreStore::restore, restore -> restore.id().key());
  }

  @Override
  public Optional<Restore> latestOf(BackupId backup) {
    return findOne(LATEST_OF, "backup", backup.toString());
  }

  @Override
  public List<Restore> active() {
    return handle.createQuery(ACTIVE).map(SqlRestoreStore::restore).list();
  }

  @Override
  public Optional<Restore> activeInto(AddonId target) {
    return findOne(ACTIVE_INTO, "target", target.toString());
  }

  private Optional<Restore> findOne(String sql, String parameter, String value) {
    return handle.createQuery(sql).bind(parameter, value).map(SqlRestoreStore::restore).findOne();
  }

  @Override
  public Optional<Restore> lock(RestoreId id) {
    int locked = handle.createUpdate(LOCK).bind("id", id.toString()).execute();
    return locked == 0 ? Optional.empty() : get(id);
  }

  @Override
  public Optional<Restore> claim(RestoreId id) {
    int moved = handle.createUpdate(CLAIM).bind("id", id.toString()).execute();
    return moved == 0 ? Optional.empty() : get(id);
  }

  @Override
  public boolean progress(RestoreId id, Progress progress) {
    return Columns.bind(handle.createUpdate(PROGRESS), progress).bind("id", id.toString()).execute()
        == 1;
  }

  @Override
  public boolean takeOver(RestoreId id) {
    return handle.createUpdate(TAKE_OVER).bind("id", id.toString()).execute() == 1;
  }

  @Override
  public boolean brokeOff(RestoreId id, Failure why) {
    return Columns.bind(handle.createUpdate(BROKE_OFF), why).bind("id", id.toString()).execute()
        == 1;
  }

  @Override
  public boolean finish(RestoreId id, BackupStatus status, @Nullable Failure failure, Instant at) {
    Moves.requireEndOfRun(status);
    int moved =
        Columns.bind(handle.createUpdate(FINISH), failure)
            .bind("id", id.toString())
            .bind("status", status.wire())
            .bind("at", at.toEpochMilli())
            .execute();
    return freed(id, moved);
  }

  @Override
  public Optional<BackupStatus> abort(RestoreId id, Instant at) {
    int moved = execute(ABORT, id, at);
    return moved == 0 ? Optional.empty() : get(id).map(Restore::status);
  }

  @Override
  public boolean finishAbort(RestoreId id, Instant at) {
    return freed(id, execute(FINISH_ABORT, id, at));
  }

  private boolean freed(RestoreId id, int moved) {
    if (moved == 1) {
      SqlSlotStore.free(handle, id.toString());
    }
    return moved == 1;
  }

  private int execute(String sql, RestoreId id, Instant at) {
    return handle
        .createUpdate(sql)
        .bind("id", id.toString())
        .bind("at", at.toEpochMilli())
        .execute();
  }

  @Override
  public List<Restore> unfinished() {
    return handle.createQuery(UNFINISHED).map(SqlRestoreStore::restore).list();
  }

  private static Restore restore(ResultSet row, StatementContext context) throws SQLException {
    return new Restore(
        new RestoreId(Columns.key(row, "id")),
        BackupId.of(row.getString("backup_id")),
        Columns.slug(row, "backup_slug"),
        new DestinationId(Columns.key(row, "destination_id")),
        new AddonId(Columns.key(row, "target_id")),
        new DatabaseRoute(
            row.getString("from_database"),
            row.getString("into_database"),
            row.getInt("replaces") == 1),
        BackupStatus.ofWire(row.getString("status")),
        Columns.progress(row),
        Columns.failure(row, ""),
        Columns.instant(row, "created_at"),
        Columns.nullableInstant(row, "completed_at"));
  }
}
