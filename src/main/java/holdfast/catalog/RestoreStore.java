package holdfast.catalog;

import holdfast.model.AddonId;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.Failure;
import holdfast.model.Progress;
import holdfast.model.Restore;
import holdfast.model.RestoreId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The restores. Moves of status are compare-and-set, as in {@link BackupStore}. A restore has one
 * attempt.
 */
public interface RestoreStore {
  /**
   * Throws {@link TakenException} when a restore into the same target has not ended, and {@link
   * GoneException} when the target is not there, or the copy that it reads is not there or in
   * deletion.
   */
  void insert(Restore restore);

  Optional<Restore> get(RestoreId id);

  /** Those of a backup into one target, newest first. */
  Page<Restore> listOfBackup(BackupId backup, AddonId target, PageRequest page);

  /** Newest first. */
  Page<Restore> listOfTarget(AddonId target, PageRequest page);

  Optional<Restore> latestOf(BackupId backup);

  /** All that have not ended, oldest first. */
  List<Restore> active();

  /** The restore into this addon that has not ended, if there is one. */
  Optional<Restore> activeInto(AddonId target);

  /**
   * Keeps every other transaction from moving this restore until this one ends.
   *
   * @return empty when there is no such restore, or it is not scheduled
   */
  Optional<Restore> lock(RestoreId id);

  /** scheduled → in-progress. */
  Optional<Restore> claim(RestoreId id);

  /**
   * Notes how far the run has come. Answers false when it is in-progress no longer, or was taken
   * over: the run must stop, and put nothing in place.
   */
  boolean progress(RestoreId id, Progress progress);

  /**
   * Says that the run must go no further, since somebody is about to find out how it ended. From
   * now on {@link #progress} answers false, so that a node that wakes begins nothing new. Answers
   * false when the restore has ended already. Can be repeated.
   */
  boolean takeOver(RestoreId id);

  /**
   * Notes why a run broke off of which is not known yet whether it took effect: its failure, when
   * it turns out that it did not. Answers false when it is in-progress no longer.
   */
  boolean brokeOff(RestoreId id, Failure why);

  /**
   * in-progress → completed, failed or not-supported; or aborting → completed, when the abort came
   * too late.
   */
  boolean finish(RestoreId id, BackupStatus status, @Nullable Failure failure, Instant at);

  /** As {@link BackupStore#abort}. */
  Optional<BackupStatus> abort(RestoreId id, Instant at);

  /** aborting → aborted. */
  boolean finishAbort(RestoreId id, Instant at);

  /** All that are in-progress or aborting, oldest first. */
  List<Restore> unfinished();
}
