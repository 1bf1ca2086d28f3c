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
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The tables {@code schedule} and {@code schedule_destination}. */
final class SqlScheduleStore implements ScheduleStore {
  private static final String INSERT =
      """
      INSERT INTO schedule (id, addon_id, interval, backup_type, compression, timing,
        retention_days, destination_id, additional_destinations, time_zone, created_at, updated_at)
      VALUES (:id, :addonId, :interval, :backupType, :compression, :timing,
        :retentionDays, :destinationId, :additional, :timeZone, :createdAt, :updatedAt)
      """;
  private static final String REFER =
      """
      INSERT INTO schedule_destination (schedule_id, destination_id)
      VALUES (:id, :destination)
      """;
  private static final String DELETE_ALL = "DELETE FROM schedule WHERE addon_id = :addon";
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
    handle.createUpdate(DELETE_ALL).bind("addon", addon.toString()).execute();
    schedules.forEach(this::add);
  }

  private void requireAddon(AddonId addon) {
    if (!RowLock.onAddon(handle, addon)) {
      throw new GoneException("the addon %s is there no longer".formatted(addon));
    }
  }

  private void add(Schedule schedule) {
    ScheduleTerms terms = schedule.terms();
    Compression compression = terms.compression();
    DestinationId custom = terms.customDestination();
    Uniqueness.execute(
        handle
            .createUpdate(INSERT)
            .bind("id", schedule.id().toString())
            .bind("addonId", schedule.addonId().toString())
            .bind("interval", terms.timing().interval().wire())
            .bind("backupType", terms.backupType().wire())
            .bind("compression", compression == null ? null : compression.wire())
            .bind("timing", JsonColumns.ofTiming(terms.timing()))
            .bind("retentionDays", terms.retentionDays())
            .bind("destinationId", custom == null ? null : custom.toString())
            .bind("additional", JsonColumns.ofDestinations(terms.additionalDestinations()))
            .bind("timeZone", terms.timeZone().getId())
            .bind("createdAt", schedule.createdAt().toEpochMilli())
            .bind("updatedAt", schedule.updatedAt().toEpochMilli()),
        "the addon has a schedule of the kind %s already".formatted(terms.kind()));
    terms.additionalDestinations().stream()
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
    // A set that is being replaced takes its rows away and brings those that stay again.
    RowLock.onAddon(handle, addon);
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

  private static Schedule schedule(ResultSet row, StatementContext context) throws SQLException {
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
