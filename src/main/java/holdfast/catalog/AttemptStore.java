package holdfast.catalog;

import holdfast.model.BackupId;
import holdfast.model.DestinationId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where attempts may have left objects that belong to no completed backup. Claiming a backup adds a
 * note for each copy.
 */
public interface AttemptStore {
  /**
   * The notes of attempts that are known to have lost: those of no backup that is in-progress or
   * aborting with this very attempt. While it is aborting its run may still be writing. Ten
   * thousand at most.
   */
  List<Attempt> lost();

  /** The notes of one backup's attempts that have lost. */
  List<Attempt> lostOf(BackupId id);

  /**
   * Says that this attempt was taken from a node that is only presumed dead: when it wakes it may
   * store something once more, so that its notes are wanted until {@code until}, however often its
   * objects are removed.
   */
  void keep(BackupId backup, int attempt, Instant until);

  /** Forgets a note whose objects are gone. */
  void forget(Attempt attempt);

  /**
   * One attempt at one copy.
   *
   * @param path the key prefix of everything that it wrote, as {@link AttemptPath} says
   * @param keepUntil null when the note is to be forgotten as soon as the objects are gone
   */
  record Attempt(
      BackupId backupId,
      int attempt,
      DestinationId destinationId,
      String path,
      @Nullable Instant keepUntil) {

    /** Whether the note is wanted also when the objects are gone. */
    public boolean isKeptAt(Instant now) {
      return keepUntil != null && now.isBefore(keepUntil);
    }
  }
}
