package holdfast.catalog;

import holdfast.model.AdditionalDestination;
import holdfast.model.AddonId;
import holdfast.model.BackupType;
import holdfast.model.Compression;
import holdfast.model.DestinationId;
import holdfast.model.Schedule;
import holdfast.model.ScheduleId;
import holdfast.model.ScheduleTerms;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The tables {@code schedule} and {@code schedule_destination}. */
final class SqlScheduleStore implements ScheduleStore {
  private static final String INSERT =
      """
      INSERT INTO schedule (id, addon_id, interval, backup_type, compression, timing,
        retention_days, destination_id, additional_destinations, time_zone, created_at, updated_at,
        due_at)
      VALUES (:id, :addonId, :interval, :backupType, :compression, :timing,
        :retentionDays, :destinationId, :additional, :timeZone, :createdAt, :updatedAt, :updatedAt)
      """;

  /** One that has not begun and was postponed is due at its beginning, which is forgotten here. */
  private static final String UPDATE =
      """
      UPDATE schedule
      SET compression = :compression, timing = :timing, retention_days = :retentionDays,
        destination_id = :destinationId, additional_destinations = :additional,
        time_zone = :timeZone, created_at = :createdAt, updated_at = :updatedAt,
        due_at = CASE WHEN firing_at IS NULL AND due_at > updated_at THEN updated_at ELSE due_at END
      WHERE id = :id
      """;

  private static final String BEGIN_ANEW =
      "UPDATE schedule SET firing_at = NULL, due_at = :at WHERE id = :id";
  private static final String REFER_TO_NONE =
      "DELETE FROM schedule_destination WHERE schedule_id = :id";
  private static final String REFER =
      """
      INSERT INTO schedule_destination (schedule_id, destination_id)
      VALUES (:id, :destination)
      """;
  private static final String DELETE = "DELETE FROM schedule WHERE addon_id = :addon AND id = :id";
  private static final String ALL_OF_ADDON =
      "SELECT * FROM schedule WHERE addon_id = :addon ORDER BY id";
  private static final String LIST =
      """
      SELECT * FROM schedule
      WHERE addon_id = :addon AND id < :after
      ORDER BY id DESC LIMIT :limit OFFSET :offset
      """;

  private final Handle handle;

  SqlScheduleStore(Handle handle) {
    this.handle = handle;
  }

  @Override
  public void insert(Schedule schedule) {
    requireAddon(schedule.addonId());
    add(schedule);
  }

  @Override
  public void replace(AddonId addon, List<Schedule> schedules) {
    requireAddon(addon);
    Map<ScheduleId, Schedule> wanted =
        schedules.stream().collect(Collectors.toMap(Schedule::id, Function.identity()));
    Map<ScheduleId, Schedule> kept = new HashMap<>();
    for (Schedule before : of(addon)) {
      if (isSame(before, wanted.get(before.id()))) {
        kept.put(before.id(), before);
      } else {
        remove(addon, before.id());
      }
    }
    for (Schedule schedule : schedules) {
      Schedule before = kept.get(schedule.id());
      if (before == null) {
        add(schedule);
      } else if (!schedule.equals(before)) {
        change(before, schedule);
      }
    }
  }

  private static boolean isSame(Schedule before, @Nullable Schedule after) {
    return after != null && after.terms().kind().equals(before.terms().kind());
  }

  private void change(Schedule before, Schedule after) {
    bindTerms(handle.createUpdate(UPDATE), after).execute();
    if (!after.terms().firesLike(before.terms())) {
      new SqlFiringStore(handle).close(after.id(), after.updatedAt());
      handle
          .createUpdate(BEGIN_ANEW)
          .bind("id", after.id().toString())
          .bind("at", after.updatedAt().toEpochMilli())
          .execute();
    }
    handle.createUpdate(REFER_TO_NONE).bind("id", after.id().toString()).execute();
    referToAll(after);
  }

  private void requireAddon(AddonId addon) {
    if (!RowLock.onAddon(handle, addon)) {
      throw new GoneException("the addon %s is there no longer".formatted(addon));
    }
  }

  private void add(Schedule schedule) {
    ScheduleTerms terms = schedule.terms();
    Uniqueness.execute(
        bindTerms(handle.createUpdate(INSERT), schedule)
            .bind("addonId", schedule.addonId().toString())
            .bind("interval", terms.timing().interval().wire())
            .bind("backupType", terms.backupType().wire()),
        "the addon has a schedule of the kind %s already".formatted(terms.kind()));
    referToAll(schedule);
  }

  private static Update bindTerms(Update statement, Schedule schedule) {
    ScheduleTerms terms = schedule.terms();
    Compression compression = terms.compression();
    DestinationId custom = terms.customDestination();
    return statement
        .bind("id", schedule.id().toString())
        .bind("compression", compression == null ? null : compression.wire())
        .bind("timing", JsonColumns.ofTiming(terms.timing()))
        .bind("retentionDays", terms.retentionDays())
        .bind("destinationId", custom == null ? null : custom.toString())
        .bind("additional", JsonColumns.ofDestinations(terms.additionalDestinations()))
        .bind("timeZone", terms.timeZone().getId())
        .bind("createdAt", schedule.createdAt().toEpochMilli())
        .bind("updatedAt", schedule.updatedAt().toEpochMilli());
  }

  private void referToAll(Schedule schedule) {
    schedule.terms().additionalDestinations().stream()
        .map(AdditionalDestination::destinationId)
        .distinct()
        .forEach(destination -> refer(schedule.id(), destination));
  }

  private void refer(ScheduleId id, DestinationId destination) {
    handle
        .createUpdate(REFER)
        .bind("id", id.toString())
        .bind("destination", destination.toString())
        .execute();
  }

  @Override
  public boolean delete(AddonId addon, ScheduleId id) {
    // A set that is being replaced, or a schedule that fires, is left alone until that is done.
    RowLock.onAddon(handle, addon);
    return remove(addon, id);
  }

  private boolean remove(AddonId addon, ScheduleId id) {
    return handle
            .createUpdate(DELETE)
            .bind("addon", addon.toString())
            .bind("id", id.toString())
            .execute()
        == 1;
  }

  @Override
  public List<Schedule> of(AddonId addon) {
    return handle
        .createQuery(ALL_OF_ADDON)
        .bind("addon", addon.toString())
        .map(SqlScheduleStore::schedule)
        .list();
  }

  @Override
  public Page<Schedule> list(AddonId addon, PageRequest page) {
    return Pages.of(
        handle.createQuery(LIST).bind("addon", addon.toString()),
        page,
        SqlScheduleStore::schedule,
        schedule -> schedule.id().key());
  }

  static Schedule schedule(ResultSet row, StatementContext context) throws SQLException {
    return new Schedule(
        new ScheduleId(Columns.key(row, "id")),
        new AddonId(Columns.key(row, "addon_id")),
        terms(row),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "updated_at"));
  }

  private static ScheduleTerms terms(ResultSet row) throws SQLException {
    String destination = row.getString("destination_id");
    return new ScheduleTerms(
        JsonColumns.timing(row.getString("timing")),
        Columns.named(BackupType.values(), BackupType::wire, row.getString("backup_type")),
        compression(row.getString("compression")),
        row.getInt("retention_days"),
        destination == null ? null : DestinationId.of(destination),
        JsonColumns.destinations(row.getString("additional_destinations")),
        ZoneId.of(row.getString("time_zone")));
  }

  private static @Nullable Compression compression(@Nullable String stored) {
    return stored == null ? null : Columns.named(Compression.values(), Compression::wire, stored);
  }
}
