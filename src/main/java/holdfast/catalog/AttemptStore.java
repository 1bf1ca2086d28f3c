package holdfast.catalog;

import holdfast.model.BackupId;
import holdfast.model.DestinationId;
import java.util.List;

/**
 * Where attempts may have left objects that belong to no completed backup. Claiming a backup adds a
 * note for each copy.
 */
public interface AttemptStore {
  /**
   * The notes of attempts that are known to have lost: those of no backup that is in-progress or
   * aborting with this very attempt. While it is aborting its run may still be writing.
   */
  List<Attempt> lost();

  /** The notes of one backup's attempts that have lost. */
  List<Attempt> lostOf(BackupId id);

  /** Forgets a note whose objects are gone. */
  void forget(Attempt attempt);

  /**
   * One attempt at one copy.
   *
   * @param path the key prefix of everything that it wrote, as {@link AttemptPath} says
   */
  record Attempt(BackupId backupId, int attempt, DestinationId destinationId, String path) {}
}
