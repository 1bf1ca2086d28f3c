package holdfast.catalog;

import holdfast.model.AddonId;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.CopyFacts;
import holdfast.model.CopyLine;
import holdfast.model.DestinationId;
import holdfast.model.Key;
import holdfast.model.ScheduleId;
import holdfast.model.SourceType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Reads what retention must know of each copy in one query, its line included. */
record SqlRetentionStore(Handle handle, CopyDocument document) implements RetentionStore {
  /**
   * The newest of a copy's line that fulfils a condition on its status. The status is asked for
   * backup by backup of the one addon, newest first: a join could be turned round into a walk
   * through the whole destination.
   */
  private static final String NEWEST_IN_LINE =
      """
      (SELECT l.order_key FROM backup l
        WHERE l.addon_id = b.addon_id AND l.deleting_at IS NULL AND l.type = b.type
          AND l.source IN ('sameAddon', 'snapshot')
          AND (SELECT m.status FROM copy m
            WHERE m.destination_id = c.destination_id AND m.order_key = l.order_key) %s
        ORDER BY l.order_key DESC LIMIT 1)
      """;

  private static final String FACTS =
      """
      SELECT b.id, b.slug, b.addon_id, b.status AS backup_status, b.source, b.created_at,
        c.order_key, c.position, c.destination_id, c.status, c.expires_at,
        EXISTS (SELECT 1 FROM restore r
          WHERE r.backup_id = b.id AND r.status IN ('scheduled', 'in-progress', 'aborting'))
          AS is_read,
        EXISTS (SELECT 1 FROM schedule s
          WHERE s.addon_id = b.addon_id AND s.backup_type = b.type
            AND (c.destination_id = COALESCE(
                s.destination_id, (SELECT id FROM destination WHERE slug = 'built-in'))
              OR EXISTS (SELECT 1 FROM schedule_destination d
                WHERE d.schedule_id = s.id AND d.destination_id = c.destination_id)))
          AS is_fed,
      """
          + NEWEST_IN_LINE.formatted("IS NOT NULL")
          + " AS newest_key,\n"
          + NEWEST_IN_LINE.formatted("= 'completed'")
          + " AS good_key\n";

  /** The facts of a selection of copies, with what the line's two members are like. */
  private static final String IN_LINE =
      """
      SELECT f.*, n.status AS newest_status, n.expires_at AS newest_expires_at,
        g.expires_at AS good_expires_at
      FROM (%s) f
      LEFT JOIN copy n ON n.destination_id = f.destination_id AND n.order_key = f.newest_key
      LEFT JOIN copy g ON g.destination_id = f.destination_id AND g.order_key = f.good_key
      """;

  /** The bound that is written out tells the planners that the index holds all of these. */
  static final String DUE =
      IN_LINE.formatted(
              FACTS
                  + """
                    FROM copy c JOIN backup b ON b.order_key = c.order_key
                    WHERE c.expires_at < 253402300799999 AND c.expires_at <= :now
                      AND (c.expires_at, c.order_key, c.destination_id)
                        > (:afterExpiry, :afterKey, :afterDestination)
                    ORDER BY c.expires_at, c.order_key, c.destination_id LIMIT :limit
                    """)
          + "ORDER BY f.expires_at, f.order_key, f.destination_id";

  private static final String OF_BACKUP =
      IN_LINE.formatted(
              FACTS + "FROM backup b JOIN copy c ON c.order_key = b.order_key WHERE b.id = :id")
          + "ORDER BY f.position";

  private static final String PAGE_OF_ADDON =
      IN_LINE.formatted(
              FACTS
                  + """
                    FROM (
                      SELECT * FROM backup
                      WHERE addon_id = :addon AND deleting_at IS NULL AND order_key < :after
                      ORDER BY order_key DESC LIMIT :limit OFFSET :offset) b
                    JOIN copy c ON c.order_key = b.order_key
                    """)
          + "ORDER BY f.order_key DESC, f.position";

  private static final String BEFORE_EVERY_KEY = "";

  @Override
  public List<CopyFacts> due(Instant now, @Nullable CopyFacts after, int limit) {
    return handle
        .createQuery(DUE)
        .bind("now", now.toEpochMilli())
        .bind("afterExpiry", after == null ? Long.MIN_VALUE : after.expiresAt().toEpochMilli())
        .bind("afterKey", after == null ? BEFORE_EVERY_KEY : after.backupId().key().hex())
        .bind(
            "afterDestination",
            after == null ? BEFORE_EVERY_KEY : after.destinationId().toString())
        .bind("limit", limit)
        .map(SqlRetentionStore::facts)
        .list();
  }

  /** All lock in the same order, or two who hold some of each other's would wait for ever. */
  @Override
  public List<CopyFacts> hold(Collection<BackupId> backups) {
    List<BackupId> ordered =
        backups.stream().distinct().sorted(Comparator.comparing(BackupId::key)).toList();
    ordered.forEach(id -> RowLock.onBackup(handle, id));
    return ordered.stream().flatMap(id -> of(id).stream()).toList();
  }

  private List<CopyFacts> of(BackupId id) {
    return handle
        .createQuery(OF_BACKUP)
        .bind("id", id.toString())
        .map(SqlRetentionStore::facts)
        .list();
  }

  @Override
  public Page<List<CopyFacts>> listOfAddon(AddonId addon, PageRequest page) {
    Query query = handle.createQuery(PAGE_OF_ADDON).bind("addon", addon.toString());
    List<List<CopyFacts>> backups = new ArrayList<>();
    for (CopyFacts copy : Pages.bind(query, page).map(SqlRetentionStore::facts).list()) {
      if (backups.isEmpty()
          || !backups.getLast().getFirst().backupId().equals(copy.backupId())) {
        backups.add(new ArrayList<>());
      }
      backups.getLast().add(copy);
    }
    return Pages.cut(backups, page.limit(), copies -> copies.getFirst().backupId().key());
  }

  @Override
  public void renew(AddonId addon, ScheduleId schedule, Map<DestinationId, Integer> days) {
    new RetentionRenewal(handle, document).renew(addon, schedule, days);
  }

  private static CopyFacts facts(ResultSet row, StatementContext context) throws SQLException {
    return new CopyFacts(
        BackupId.of(row.getString("id")),
        Columns.slug(row, "slug"),
        new AddonId(Columns.key(row, "addon_id")),
        BackupStatus.ofWire(row.getString("backup_status")),
        Columns.instant(row, "created_at"),
        new DestinationId(Columns.key(row, "destination_id")),
        BackupStatus.ofWire(row.getString("status")),
        Columns.instant(row, "expires_at"),
        row.getBoolean("is_read"),
        line(row));
  }

  private static CopyLine line(ResultSet row) throws SQLException {
    SourceType source =
        Columns.named(SourceType.values(), SourceType::wire, row.getString("source"));
    if (!source.isOfAddon()) {
      return CopyLine.NONE;
    }
    String newest = row.getString("newest_key");
    String good = row.getString("good_key");
    return new CopyLine(
        newest == null
            ? null
            : new CopyLine.Member(
                new Key(newest),
                BackupStatus.ofWire(row.getString("newest_status")),
                Columns.instant(row, "newest_expires_at")),
        good == null
            ? null
            : new CopyLine.Member(
                new Key(good), BackupStatus.COMPLETED, Columns.instant(row, "good_expires_at")),
        row.getBoolean("is_fed"));
  }
}
