package holdfast.catalog;

import holdfast.model.BackupId;
import holdfast.model.Secret;
import java.util.Optional;

/**
 * Where imports that have not ended read from. Encrypted at rest; here the locations come and go in
 * clear. They are forgotten in the move that ends their backup.
 */
public interface ImportStore {
  /** For a backup that was inserted in the same transaction. */
  void insert(BackupId id, Secret location);

  /** Empty for a backup that has ended, or is no import. */
  Optional<Secret> find(BackupId id);
}
