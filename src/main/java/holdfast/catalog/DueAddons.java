package holdfast.catalog;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import holdfast.model.AddonId;
import holdfast.model.AddonState;
import holdfast.model.AddonType;
import holdfast.model.AwaitedSchedule;
import holdfast.model.BackupType;
import holdfast.model.Coverage;
import holdfast.model.Origin;
import holdfast.model.ProjectId;
import holdfast.model.Slug;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Reads how addons stand in three queries, however many they are. */
final class DueAddons {
  private static final String ADDONS =
      """
      SELECT addon.*, project.slug AS project_slug, project.name AS project_name
      FROM addon JOIN project ON project.id = addon.project_id
      WHERE addon.id IN (<addons>) ORDER BY addon.id
      """;
  private static final String SCHEDULES =
      "SELECT * FROM schedule WHERE addon_id IN (<addons>) ORDER BY id";
  private static final String UNFINISHED =
      """
      SELECT addon_id, type, slug FROM backup
      WHERE addon_id IN (<addons>) AND status IN ('scheduled', 'in-progress', 'aborting')
        AND schedules <> '[]'
      """;

  private DueAddons() {}

  private record Unfinished(AddonId addon, BackupType type, Slug slug) {}

  private record Known(
      Origin origin, @Nullable String version, AddonState state, Coverage coverage) {}

  static List<DueAddon> read(Handle handle, List<AddonId> addons) {
    Map<AddonId, List<AwaitedSchedule>> schedules =
        all(handle, SCHEDULES, addons, DueAddons::awaited).stream()
            .collect(groupingBy(awaited -> awaited.schedule().addonId()));
    Map<AddonId, List<Unfinished>> unfinished =
        all(handle, UNFINISHED, addons, DueAddons::unfinished).stream()
            .collect(groupingBy(Unfinished::addon));
    return all(handle, ADDONS, addons, DueAddons::known).stream()
        .filter(known -> schedules.containsKey(known.origin().addonId()))
        .map(
            known -> {
              AddonId id = known.origin().addonId();
              return new DueAddon(
                  known.origin(),
                  known.version(),
                  known.state(),
                  known.coverage(),
                  byType(unfinished.getOrDefault(id, List.of())),
                  schedules.getOrDefault(id, List.of()));
            })
        .toList();
  }

  private static <T> List<T> all(
      Handle handle, String sql, List<AddonId> addons, RowMapper<T> rows) {
    return handle
        .createQuery(sql)
        .bindList("addons", addons.stream().map(AddonId::toString).toList())
        .map(rows)
        .list();
  }

  private static Map<BackupType, Slug> byType(List<Unfinished> backups) {
    return backups.stream().collect(toMap(Unfinished::type, Unfinished::slug, (one, other) -> one));
  }

  private static Known known(ResultSet row, StatementContext context) throws SQLException {
    return new Known(
        new Origin(
            new ProjectId(Columns.key(row, "project_id")),
            Columns.slug(row, "project_slug"),
            row.getString("project_name"),
            new AddonId(Columns.key(row, "id")),
            Columns.slug(row, "slug"),
            row.getString("name"),
            Columns.named(AddonType.values(), AddonType::wire, row.getString("type"))),
        row.getString("version"),
        AddonState.valueOf(row.getString("state")),
        SqlAddonStore.coverage(row));
  }

  private static AwaitedSchedule awaited(ResultSet row, StatementContext context)
      throws SQLException {
    return new AwaitedSchedule(
        SqlScheduleStore.schedule(row, context),
        Columns.nullableInstant(row, "firing_at"),
        Columns.instant(row, "due_at"));
  }

  private static Unfinished unfinished(ResultSet row, StatementContext context)
      throws SQLException {
    return new Unfinished(
        new AddonId(Columns.key(row, "addon_id")),
        Columns.named(BackupType.values(), BackupType::wire, row.getString("type")),
        Columns.slug(row, "slug"));
  }
}
