package holdfast.catalog;

import holdfast.model.AddonId;
import holdfast.model.BackupId;
import holdfast.model.Firing;
import holdfast.model.FiringOutcome;
import holdfast.model.Key;
import holdfast.model.NextFiring;
import holdfast.model.ScheduleId;
import holdfast.model.Slug;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table {@code firing}, and of {@code schedule} when it is due. */
final class SqlFiringStore implements FiringStore {

  /** Locks addons only, since what is in a WITH is not locked: two that lock both can deadlock. */
  static final String CLAIM_DUE =
      """
      WITH due AS (SELECT addon_id, due_at FROM schedule WHERE due_at <= :now)
      SELECT addon.id FROM due JOIN addon ON addon.id = due.addon_id
      ORDER BY due.due_at LIMIT :limit <skip_locked>
      """;

  private static final String RECORD =
      """
      INSERT INTO firing (schedule_id, since, at, outcome, reason, backup_id, acted_at)
      VALUES (:schedule, :since, :at, :outcome, :reason, :backup, :actedAt)
      ON CONFLICT (schedule_id, at) DO UPDATE SET since = excluded.since,
        outcome = excluded.outcome, reason = excluded.reason, backup_id = excluded.backup_id,
        acted_at = excluded.acted_at
      """;
  private static final String SETTLE =
      "UPDATE schedule SET firing_at = :firingAt, due_at = :dueAt WHERE id = :schedule";
  private static final String POSTPONE =
      "UPDATE schedule SET due_at = :until WHERE addon_id = :addon AND due_at < :until";
  private static final String DROP_AFTER =
      "DELETE FROM firing WHERE schedule_id = :schedule AND at > :moment";
  private static final String NEXT =
      "SELECT firing_at FROM schedule WHERE id = :schedule AND firing_at IS NOT NULL";
  private static final String LIST =
      """
      SELECT f.*, b.slug FROM firing f
      LEFT JOIN backup b ON b.id = f.backup_id AND b.deleting_at IS NULL
      WHERE f.schedule_id = :schedule AND f.at < :before
      ORDER BY f.at DESC LIMIT :limit OFFSET :offset
      """;
  private static final String FORGET =
      """
      DELETE FROM firing WHERE (schedule_id, at) IN (
        SELECT schedule_id, at FROM firing WHERE acted_at < :before
        ORDER BY acted_at LIMIT :limit <skip_locked>)
      """;
  private static final String TIMES_CHANGED =
      "its schedule's times were changed before it was acted on";
  private static final int HEX_OF_MILLIS = 12;

  private final Handle handle;

  SqlFiringStore(Handle handle) {
    this.handle = handle;
  }

  @Override
  public List<AddonId> claimDue(Instant now, int limit) {
    return handle
        .createQuery(CLAIM_DUE)
        .bind("now", now.toEpochMilli())
        .bind("limit", limit)
        .map((row, context) -> new AddonId(Columns.key(row, "id")))
        .stream()
        .distinct()
        .toList();
  }

  @Override
  public boolean claim(AddonId addon) {
    return RowLock.onAddon(handle, addon);
  }

  @Override
  public List<DueAddon> standing(List<AddonId> addons) {
    return addons.isEmpty() ? List.of() : DueAddons.read(handle, addons);
  }

  @Override
  public void record(List<Firing> firings) {
    if (firings.isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch(RECORD);
    for (Firing firing : firings) {
      BackupId backup = firing.backup();
      batch
          .bind("schedule", firing.scheduleId().toString())
          .bind("since", firing.since().toEpochMilli())
          .bind("at", firing.at().toEpochMilli())
          .bind("outcome", firing.outcome().wire())
          .bind("reason", firing.reason())
          .bind("backup", backup == null ? null : backup.toString())
          .bind("actedAt", firing.actedAt().toEpochMilli())
          .add();
    }
    batch.execute();
  }

  @Override
  public void settle(List<NextFiring> next) {
    if (next.isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch(SETTLE);
    for (NextFiring firing : next) {
      batch
          .bind("schedule", firing.schedule().toString())
          .bind("firingAt", firing.firingAt().toEpochMilli())
          .bind("dueAt", firing.dueAt().toEpochMilli())
          .add();
    }
    batch.execute();
  }

  @Override
  public void postpone(AddonId addon, Instant until) {
    RowLock.onAddon(handle, addon);
    handle
        .createUpdate(POSTPONE)
        .bind("addon", addon.toString())
        .bind("until", until.toEpochMilli())
        .execute();
  }

  /**
   * Closes a schedule's time line, which goes on with other times: a time that has come is noted as
   * skipped, and what a clock that was ahead has noted of later ones is dropped.
   */
  void close(ScheduleId schedule, Instant moment) {
    next(schedule)
        .filter(firingAt -> !firingAt.isAfter(moment))
        .map(at -> new Firing(schedule, at, at, FiringOutcome.SKIPPED, TIMES_CHANGED, null, moment))
        .ifPresent(firing -> record(List.of(firing)));
    handle
        .createUpdate(DROP_AFTER)
        .bind("schedule", schedule.toString())
        .bind("moment", moment.toEpochMilli())
        .execute();
  }

  @Override
  public Optional<Instant> next(ScheduleId schedule) {
    return handle
        .createQuery(NEXT)
        .bind("schedule", schedule.toString())
        .map((row, context) -> Columns.instant(row, "firing_at"))
        .findOne();
  }

  @Override
  public Optional<ShownFiring> latest(ScheduleId schedule) {
    return list(schedule, PageRequest.first(1)).items().stream().findFirst();
  }

  @Override
  public Page<ShownFiring> list(ScheduleId schedule, PageRequest page) {
    List<ShownFiring> rows =
        handle
            .createQuery(LIST)
            .bind("schedule", schedule.toString())
            .bind("before", moment(page.after()))
            .bind("limit", page.limit() + 1L)
            .bind("offset", page.offset())
            .map(SqlFiringStore::shown)
            .list();
    return Pages.cut(rows, page.limit(), shown -> key(shown.firing().at()));
  }

  /** An instant in the form of a cursor. */
  private static Key key(Instant at) {
    return new Key(HexFormat.of().toHexDigits(at.toEpochMilli(), HEX_OF_MILLIS) + "0".repeat(12));
  }

  private static long moment(@Nullable Key cursor) {
    return cursor == null
        ? Long.MAX_VALUE
        : HexFormat.fromHexDigitsToLong(cursor.hex(), 0, HEX_OF_MILLIS);
  }

  @Override
  public int forget(Instant before, int limit) {
    return handle
        .createUpdate(FORGET)
        .bind("before", before.toEpochMilli())
        .bind("limit", limit)
        .execute();
  }

  private static ShownFiring shown(ResultSet row, StatementContext context) throws SQLException {
    String backup = row.getString("backup_id");
    String slug = row.getString("slug");
    return new ShownFiring(
        new Firing(
            new ScheduleId(Columns.key(row, "schedule_id")),
            Columns.instant(row, "since"),
            Columns.instant(row, "at"),
            Columns.named(FiringOutcome.values(), FiringOutcome::wire, row.getString("outcome")),
            row.getString("reason"),
            backup == null ? null : BackupId.of(backup),
            Columns.instant(row, "acted_at")),
        slug == null ? null : new Slug(slug));
  }
}
