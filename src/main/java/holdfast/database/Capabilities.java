package holdfast.database;

import holdfast.model.BackupType;
import java.util.Set;

/** What a type of database can do, whatever the server. */
public record Capabilities(Set<BackupType> backupTypes) {
  public Capabilities {
    backupTypes = Set.copyOf(backupTypes);
  }
}
