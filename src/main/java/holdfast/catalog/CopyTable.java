package holdfast.catalog;

import holdfast.model.Backup;
import holdfast.model.Copy;
import holdfast.model.DestinationId;
import holdfast.model.Key;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** The table {@code copy}, clustered by destination and age, with each item's ready document. */
final class CopyTable {
  static final String PAGE =
      """
      SELECT order_key, doc FROM copy
      WHERE destination_id = :destination AND order_key < :after
      ORDER BY order_key DESC LIMIT :limit OFFSET :offset
      """;
  private static final String INSERT =
      """
      INSERT INTO copy (destination_id, order_key, position, status, path, size_bytes, expires_at,
        failure_code, failure_message, failure_hint, doc)
      VALUES (:destination, :key, :position, :status, :path, :sizeBytes, :expiresAt,
        :failureCode, :failureMessage, :failureHint, :doc)
      """;
  private static final String UPDATE =
      """
      UPDATE copy
      SET status = :status, path = :path, size_bytes = :sizeBytes, expires_at = :expiresAt,
        failure_code = :failureCode, failure_message = :failureMessage,
        failure_hint = :failureHint, doc = :doc
      WHERE destination_id = :destination AND order_key = :key
      """;
  private static final String DELETE =
      "DELETE FROM copy WHERE destination_id = :destination AND order_key = :key";
  private static final String DOOM =
      """
      INSERT INTO doomed_copy (backup_id, destination_id, path, deleting_at)
      VALUES (:backup, :destination, :path, :at)
      """;

  private final Handle handle;
  private final CopyDocument document;

  CopyTable(Handle handle, CopyDocument document) {
    this.handle = handle;
    this.document = document;
  }

  Page<String> page(DestinationId destination, PageRequest page) {
    return Pages.bind(handle.createQuery(PAGE).bind("destination", destination.toString()), page)
        .scanResultSet(
            (rows, context) -> {
              try (context) {
                return documents(rows.get(), page.limit());
              }
            });
  }

  /** Of all the keys only the cursor's is fetched: this list is the most called thing. */
  private static Page<String> documents(ResultSet rows, int limit) throws SQLException {
    List<String> documents = new ArrayList<>(limit);
    String last = "";
    while (rows.next()) {
      if (documents.size() == limit) {
        return new Page<>(documents, new Key(last));
      }
      documents.add(rows.getString(2));
      if (documents.size() == limit) {
        last = rows.getString(1);
      }
    }
    return new Page<>(documents, null);
  }

  void insert(Backup backup) {
    List<Copy> copies = backup.copies();
    for (int position = 0; position < copies.size(); position++) {
      bind(handle.createUpdate(INSERT), backup, copies.get(position))
          .bind("position", position)
          .execute();
    }
  }

  /**
   * Stores every copy as {@code change} makes it, and its document as it is then.
   *
   * @param backup as its row is by now, with the copies as they were
   * @return the backup with the changed copies
   */
  Backup rewrite(Backup backup, UnaryOperator<Copy> change) {
    Backup changed = BackupRows.withCopies(backup, backup.copies().stream().map(change).toList());
    for (Copy copy : changed.copies()) {
      bind(handle.createUpdate(UPDATE), changed, copy).execute();
    }
    return changed;
  }

  /** Moves a copy to those in deletion. */
  void doom(Backup backup, Copy copy, Instant at) {
    handle
        .createUpdate(DELETE)
        .bind("destination", copy.destinationId().toString())
        .bind("key", backup.id().key().hex())
        .execute();
    handle
        .createUpdate(DOOM)
        .bind("backup", backup.id().toString())
        .bind("destination", copy.destinationId().toString())
        .bind("path", copy.path())
        .bind("at", at.toEpochMilli())
        .execute();
  }

  private Update bind(Update statement, Backup backup, Copy copy) {
    return Columns.bind(statement, copy.failure())
        .bind("destination", copy.destinationId().toString())
        .bind("key", backup.id().key().hex())
        .bind("status", copy.status().wire())
        .bind("path", copy.path())
        .bind("sizeBytes", copy.sizeBytes())
        .bind("expiresAt", copy.expiresAt().toEpochMilli())
        .bind("doc", document.render(backup, copy));
  }
}
