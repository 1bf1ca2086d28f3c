package holdfast.engine;

import holdfast.model.Addon;
import holdfast.model.BackupType;
import holdfast.model.Compression;
import holdfast.model.DestinationId;
import holdfast.model.Project;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A backup that somebody asks for.
 *
 * @param name null for one with date and time
 * @param targets at least one, each destination once
 */
public record NewBackup(
    Project project,
    Addon addon,
    @Nullable String name,
    BackupType type,
    Compression compression,
    List<Target> targets) {

  public NewBackup {
    targets = List.copyOf(targets);
  }

  /**
   * Where a copy goes.
   *
   * @param retention how long it is kept, counted from its creation; null until a person deletes it
   */
  public record Target(DestinationId destination, @Nullable Duration retention) {}
}
