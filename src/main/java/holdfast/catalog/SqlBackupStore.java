package holdfast.catalog;

import static holdfast.model.BackupStatus.ABORTING;
import static holdfast.model.BackupStatus.IN_PROGRESS;
import static holdfast.model.BackupStatus.SCHEDULED;

import holdfast.model.AddonId;
import holdfast.model.Backup;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.Copy;
import holdfast.model.DestinationId;
import holdfast.model.Failure;
import holdfast.model.Progress;
import holdfast.model.Slug;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The table {@code backup}, and with each of its moves the copies'. */
final class SqlBackupStore implements BackupStore {
  private static final String INSERT =
      """
      INSERT INTO backup (id, order_key, addon_id, slug, name, project_id, project_slug,
        project_name, addon_slug, addon_name, addon_type, addon_version, type, compression, source,
        status, attempt, schedules, failure_code, failure_message, failure_hint, read_bytes,
        stored_bytes, expected_bytes, created_at, started_at, completed_at, start_by,
        all_databases)
      VALUES (:id, :orderKey, :addonId, :slug, :name, :projectId, :projectSlug,
        :projectName, :addonSlug, :addonName, :addonType, :addonVersion, :type, :compression, :source,
        :status, :attempt, :schedules, :failureCode, :failureMessage, :failureHint, :readBytes,
        :storedBytes, :expectedBytes, :createdAt, :startedAt, :completedAt, :startBy, :allDatabases)
      """;
  private static final String GET = BackupRows.SELECT + "WHERE b.id = :id ORDER BY c.position";
  private static final String FIND =
      BackupRows.SELECT + "WHERE b.addon_id = :addon AND b.slug = :slug ORDER BY c.position";
  private static final String UNFINISHED =
      BackupRows.SELECT
          + "WHERE b.status IN ('in-progress', 'aborting') ORDER BY b.order_key, c.position";
  private static final String IS_TAKEN =
      "SELECT EXISTS (SELECT 1 FROM backup WHERE addon_id = :addon AND slug = :slug)";
  private static final String SCHEDULED_OF =
      "SELECT id FROM backup WHERE addon_id = :addon AND status = 'scheduled' ORDER BY order_key";
  private static final String ACTIVE_STATUSES =
      """
      SELECT DISTINCT status FROM backup
      WHERE addon_id = :addon AND status IN ('scheduled', 'in-progress', 'aborting')
      """;
  private static final String CLAIM =
      """
      UPDATE backup
      SET status = 'in-progress', attempt = attempt + 1, started_at = :at, waits_for = NULL
      WHERE id = :id AND status = 'scheduled' AND attempt = :attempt
      """;
  private static final String PROGRESS =
      """
      UPDATE backup
      SET read_bytes = :readBytes, stored_bytes = :storedBytes, expected_bytes = :expectedBytes
      WHERE id = :id AND status = 'in-progress' AND attempt = :attempt
      """;
  private static final String FINISH =
      """
      UPDATE backup
      SET status = :status, addon_version = COALESCE(:addonVersion, addon_version),
        failure_code = :failureCode, failure_message = :failureMessage,
        failure_hint = :failureHint, completed_at = :at, read_bytes = :readBytes,
        stored_bytes = :storedBytes, expected_bytes = :expectedBytes,
        all_databases = :allDatabases, databases = :databases
      WHERE id = :id AND status = 'in-progress' AND attempt = :attempt
      """;
  private static final String GIVE_UP =
      """
      UPDATE backup
      SET status = 'failed', failure_code = :failureCode, failure_message = :failureMessage,
        failure_hint = :failureHint, completed_at = :at
      WHERE id = :id AND status = 'scheduled'
      """;
  private static final String RESCHEDULE =
      """
      UPDATE backup
      SET status = 'scheduled', read_bytes = 0, stored_bytes = 0, expected_bytes = 0
      WHERE id = :id AND status = 'in-progress' AND attempt = :attempt
      """;
  private static final String ABORT =
      """
      UPDATE backup
      SET status = CASE status WHEN 'scheduled' THEN 'aborted' ELSE 'aborting' END,
        completed_at = CASE status WHEN 'scheduled' THEN :at END
      WHERE id = :id AND status IN ('scheduled', 'in-progress', 'aborting')
      """;
  private static final String FINISH_ABORT =
      """
      UPDATE backup SET status = 'aborted', completed_at = :at
      WHERE id = :id AND status = 'aborting' AND attempt = :attempt
      """;

  private final Handle handle;
  private final CopyTable copies;
  private final SqlAttemptStore attempts;
  private final Deletion deletion;

  SqlBackupStore(Handle handle, CopyDocument document) {
    this.handle = handle;
    copies = new CopyTable(handle, document);
    attempts = new SqlAttemptStore(handle);
    deletion = new Deletion(handle, copies);
  }

  @Override
  public void insert(Backup backup, @Nullable Instant startBy) {
    Update statement = handle.createUpdate(INSERT);
    Columns.bind(statement, backup.failure());
    Columns.bind(statement, backup.progress());
    bindOrigin(statement, backup)
        .bind("id", backup.id().toString())
        .bind("orderKey", backup.id().key().hex())
        .bind("slug", backup.slug().value())
        .bind("name", backup.name())
        .bind("addonVersion", backup.addonVersion())
        .bind("type", backup.type().wire())
        .bind("compression", backup.compression().wire())
        .bind("source", backup.source().wire())
        .bind("status", backup.status().wire())
        .bind("attempt", backup.attempt())
        .bind("schedules", JsonColumns.ofFired(backup.schedules()))
        .bind("createdAt", backup.createdAt().toEpochMilli())
        .bind("startedAt", Columns.millis(backup.startedAt()))
        .bind("completedAt", Columns.millis(backup.completedAt()))
        .bind("startBy", Columns.millis(startBy))
        .bind("allDatabases", backup.databases().all() ? 1 : 0);
    Uniqueness.execute(
        statement, "a backup with the id " + backup.slug() + " exists already for this addon");
    copies.insert(backup);
  }

  private static Update bindOrigin(Update statement, Backup backup) {
    return statement
        .bind("addonId", backup.origin().addonId().toString())
        .bind("projectId", backup.origin().projectId().toString())
        .bind("projectSlug", backup.origin().projectSlug().value())
        .bind("projectName", backup.origin().projectName())
        .bind("addonSlug", backup.origin().addonSlug().value())
        .bind("addonName", backup.origin().addonName())
        .bind("addonType", backup.origin().addonType().wire());
  }

  @Override
  public Optional<Backup> get(BackupId id) {
    return BackupRows.read(handle.createQuery(GET).bind("id", id.toString())).stream().findFirst();
  }

  @Override
  public Optional<Backup> find(AddonId addon, Slug slug) {
    return BackupRows.read(
            handle.createQuery(FIND).bind("addon", addon.toString()).bind("slug", slug.value()))
        .stream()
        .findFirst();
  }

  @Override
  public boolean isTaken(AddonId addon, Slug slug) {
    return Columns.truth(
        handle.createQuery(IS_TAKEN).bind("addon", addon.toString()).bind("slug", slug.value()));
  }

  @Override
  public Page<Backup> listOfAddon(AddonId addon, PageRequest page) {
    List<Backup> backups =
        BackupRows.read(
            Pages.bind(
                handle.createQuery(BackupRows.PAGE_OF_ADDON).bind("addon", addon.toString()),
                page));
    return Pages.cut(backups, page.limit(), backup -> backup.id().key());
  }

  @Override
  public Set<BackupStatus> activeStatuses(AddonId addon) {
    return handle
        .createQuery(ACTIVE_STATUSES)
        .bind("addon", addon.toString())
        .map((row, context) -> BackupStatus.ofWire(row.getString(1)))
        .set();
  }

  @Override
  public List<BackupId> scheduledOf(AddonId addon) {
    return handle
        .createQuery(SCHEDULED_OF)
        .bind("addon", addon.toString())
        .map((row, context) -> BackupId.of(row.getString(1)))
        .list();
  }

  @Override
  public Page<String> listOfDestination(DestinationId destination, PageRequest page) {
    return copies.page(destination, page);
  }

  @Override
  public Optional<Backup> claim(Backup scheduled, Instant startedAt) {
    int moved =
        handle
            .createUpdate(CLAIM)
            .bind("id", scheduled.id().toString())
            .bind("at", startedAt.toEpochMilli())
            .bind("attempt", scheduled.attempt())
            .execute();
    if (moved == 0) {
      return Optional.empty();
    }
    Backup claimed =
        copies.rewrite(
            BackupRows.claimed(scheduled, startedAt), copy -> Copies.at(IN_PROGRESS, copy));
    attempts.note(claimed);
    return Optional.of(claimed);
  }

  @Override
  public boolean progress(BackupId id, int attempt, Progress progress) {
    return Columns.bind(ofAttempt(PROGRESS, id, attempt), progress).execute() == 1;
  }

  @Override
  public boolean finish(BackupId id, int attempt, Outcome outcome) {
    Update statement = ofAttempt(FINISH, id, attempt);
    Columns.bind(statement, outcome.failure());
    Columns.bind(statement, outcome.progress())
        .bind("status", outcome.status().wire())
        .bind("addonVersion", outcome.addonVersion())
        .bind("at", outcome.completedAt().toEpochMilli())
        .bind("databases", JsonColumns.ofDatabases(outcome.databases().stored()))
        .bind("allDatabases", outcome.databases().all() ? 1 : 0);
    if (statement.execute() == 0) {
      return false;
    }
    Backup ended = ended(id);
    copies.rewrite(ended, copy -> Copies.ended(copy, outcome.of(copy), ended.createdAt()));
    outcome.copies().stream()
        .filter(copy -> copy.status() == BackupStatus.COMPLETED)
        .forEach(copy -> attempts.forget(id, attempt, copy.destinationId()));
    return true;
  }

  @Override
  public boolean giveUp(BackupId id, Failure failure, Instant at) {
    Update statement = handle.createUpdate(GIVE_UP).bind("id", id.toString());
    if (Columns.bind(statement, failure).bind("at", at.toEpochMilli()).execute() == 0) {
      return false;
    }
    Backup ended = ended(id);
    copies.rewrite(ended, copy -> Copies.unstarted(copy, failure, ended.createdAt()));
    return true;
  }

  @Override
  public boolean reschedule(BackupId id, int attempt) {
    if (ofAttempt(RESCHEDULE, id, attempt).execute() == 0) {
      return false;
    }
    SqlSlotStore.free(handle, id.toString());
    moveCopies(id, copy -> Copies.at(SCHEDULED, copy));
    return true;
  }

  @Override
  public Optional<BackupStatus> abort(BackupId id, Instant at) {
    int moved =
        handle
            .createUpdate(ABORT)
            .bind("id", id.toString())
            .bind("at", at.toEpochMilli())
            .execute();
    if (moved == 0) {
      return Optional.empty();
    }
    Backup backup = load(id);
    if (backup.status().isTerminal()) {
      forgetRun(backup);
    }
    copies.rewrite(
        backup,
        backup.status() == ABORTING
            ? copy -> Copies.at(ABORTING, copy)
            : copy -> Copies.aborted(copy, backup.createdAt()));
    return Optional.of(backup.status());
  }

  @Override
  public boolean finishAbort(BackupId id, int attempt, Instant at) {
    if (ofAttempt(FINISH_ABORT, id, attempt).bind("at", at.toEpochMilli()).execute() == 0) {
      return false;
    }
    Backup backup = ended(id);
    copies.rewrite(backup, copy -> Copies.aborted(copy, backup.createdAt()));
    return true;
  }

  private Backup ended(BackupId id) {
    Backup ended = load(id);
    forgetRun(ended);
    return ended;
  }

  /** What only a run needs goes with the move that ends it. */
  private void forgetRun(Backup ended) {
    if (!ended.source().isOfAddon()) {
      SqlImportStore.forget(handle, ended.id());
    }
    SqlSlotStore.free(handle, ended.id().toString());
  }

  private Update ofAttempt(String sql, BackupId id, int attempt) {
    return handle.createUpdate(sql).bind("id", id.toString()).bind("attempt", attempt);
  }

  @Override
  public boolean retain(BackupId id) {
    Optional<Backup> there = RowLock.onBackup(handle, id) ? get(id) : Optional.empty();
    there.ifPresent(backup -> copies.rewrite(backup, Copies::retained));
    return there.isPresent();
  }

  @Override
  public List<Backup> unfinished() {
    return BackupRows.read(handle.createQuery(UNFINISHED));
  }

  @Override
  public boolean markDeleting(BackupId id, @Nullable DestinationId destination, Instant at) {
    return RowLock.onBackup(handle, id)
        && get(id).filter(backup -> deletion.mark(backup, destination, at)).isPresent();
  }

  @Override
  public List<DoomedCopy> doomed() {
    return deletion.doomed();
  }

  @Override
  public List<DoomedCopy> doomedOf(BackupId id) {
    return deletion.doomedOf(id);
  }

  @Override
  public void remove(BackupId id, DestinationId destination) {
    if (RowLock.onBackup(handle, id)) {
      deletion.remove(id, destination);
    }
  }

  private Backup moveCopies(BackupId id, UnaryOperator<Copy> change) {
    return copies.rewrite(load(id), change);
  }

  private Backup load(BackupId id) {
    return get(id).orElseThrow();
  }
}
