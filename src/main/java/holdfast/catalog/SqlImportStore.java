package holdfast.catalog;

import holdfast.model.BackupId;
import holdfast.model.Secret;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code import_source}. */
record SqlImportStore(Handle handle, SecretCipher cipher) implements ImportStore {
  private static final String INSERT =
      "INSERT INTO import_source (backup_id, location) VALUES (:id, :location)";
  private static final String FIND = "SELECT location FROM import_source WHERE backup_id = :id";
  private static final String FORGET = "DELETE FROM import_source WHERE backup_id = :id";

  @Override
  public void insert(BackupId id, Secret location) {
    handle
        .createUpdate(INSERT)
        .bind("id", id.toString())
        .bind("location", cipher.seal(location.reveal(), context(id)))
        .execute();
  }

  @Override
  public Optional<Secret> find(BackupId id) {
    return handle
        .createQuery(FIND)
        .bind("id", id.toString())
        .map((row, context) -> row.getBytes("location"))
        .findOne()
        .map(location -> new Secret(cipher.open(location, context(id))));
  }

  /** Of a backup that has ended; that there is none is no failure. */
  static void forget(Handle handle, BackupId id) {
    handle.createUpdate(FORGET).bind("id", id.toString()).execute();
  }

  private static String context(BackupId id) {
    return id + "/import";
  }
}
