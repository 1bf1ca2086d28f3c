package holdfast.catalog;

import holdfast.model.AddonId;
import holdfast.model.Backup;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.Copy;
import holdfast.model.DatabaseSet;
import holdfast.model.DestinationId;
import holdfast.model.Failure;
import holdfast.model.Progress;
import holdfast.model.Slug;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The backups and their copies. Every move of a status is a compare-and-set: it answers whether it
 * took effect, and where it did not, somebody else moved first. Copies in deletion are shown
 * nowhere; a backup all of whose copies are, neither.
 *
 * <p>A copy that ends and is not completed expires 30 days after its backup was made, or at its own
 * expiry if that is sooner.
 */
public interface BackupStore {
  /**
   * Inserts with its copies. Throws {@link TakenException} when its addon has a backup of this
   * slug. It may start at any time.
   */
  default void insert(Backup backup) {
    insert(backup, null);
  }

  /**
   * The same of one that is to have started by then.
   *
   * @param startBy null for any time
   */
  void insert(Backup backup, @Nullable Instant startBy);

  Optional<Backup> get(BackupId id);

  Optional<Backup> find(AddonId addon, Slug slug);

  /** Whether the addon has a backup of this slug, one in deletion included. */
  boolean isTaken(AddonId addon, Slug slug);

  /** Newest first. */
  Page<Backup> listOfAddon(AddonId addon, PageRequest page);

  /** Of the addon's backups that have not ended, the states they are in. */
  Set<BackupStatus> activeStatuses(AddonId addon);

  /** The addon's backups that wait to be run, oldest first. */
  List<BackupId> scheduledOf(AddonId addon);

  /**
   * The ready documents of a destination's copies, newest first; costs the same at any depth of
   * {@code after}.
   */
  Page<String> listOfDestination(DestinationId destination, PageRequest page);

  /**
   * scheduled → in-progress with the next attempt number, for the backup and all its copies; notes
   * for each copy, in {@link AttemptStore}, where this attempt may leave objects.
   *
   * @param scheduled as read in this transaction, by a caller who kept others away from it before:
   *     it is not read again
   * @return the backup as claimed; empty when it is not scheduled (any more)
   */
  Optional<Backup> claim(Backup scheduled, Instant startedAt);

  /** Notes how far the run has come. Answers false when the attempt has lost: the run must stop. */
  boolean progress(BackupId id, int attempt, Progress progress);

  /**
   * in-progress → an end, for this attempt. A completed copy's note in {@link AttemptStore} goes
   * with it. The outcome must speak of every copy.
   */
  boolean finish(BackupId id, int attempt, Outcome outcome);

  /** scheduled → failed, of one that is not to be started any more. */
  boolean giveUp(BackupId id, Failure failure, Instant at);

  /** in-progress → scheduled, to be tried again; the attempt has lost. */
  boolean reschedule(BackupId id, int attempt);

  /**
   * Asks for an end: scheduled → aborted at once, in-progress → aborting, which the run then turns
   * into aborted. Asking again changes nothing.
   *
   * @return the new status; empty when it had ended already, or was never there
   */
  Optional<BackupStatus> abort(BackupId id, Instant at);

  /** aborting → aborted, for this attempt. */
  boolean finishAbort(BackupId id, int attempt, Instant at);

  /**
   * Keeps it until a person deletes it: every copy's expiry becomes never. Answers false when it is
   * there no longer.
   */
  boolean retain(BackupId id);

  /**
   * All that are in-progress or aborting, oldest first: at a single node's start, the runs that
   * died.
   */
  List<Backup> unfinished();

  /**
   * Marks copies as in deletion, so that they are offered no longer. Answers false, and marks
   * nothing, when the backup has not ended, a restore that has not ended reads one of these copies,
   * or there is none.
   *
   * @param destination only the copy there; null for all
   */
  boolean markDeleting(BackupId id, @Nullable DestinationId destination, Instant at);

  /** The copies in deletion, oldest mark first; ten thousand at most. */
  List<DoomedCopy> doomed();

  /** Those of one backup. */
  List<DoomedCopy> doomedOf(BackupId id);

  /**
   * Removes a copy that is in deletion, and with the last one the backup, its restores and their
   * logs. The notes of its lost attempts stay in {@link AttemptStore}. Does nothing when the copy
   * is not in deletion.
   */
  void remove(BackupId id, DestinationId destination);

  /**
   * How a run ended.
   *
   * @param status completed, failed or not-supported
   * @param addonVersion as the run found it; null leaves what is known
   * @param databases those that were stored, or were to be
   */
  record Outcome(
      BackupStatus status,
      @Nullable String addonVersion,
      @Nullable Failure failure,
      Instant completedAt,
      Progress progress,
      List<CopyOutcome> copies,
      DatabaseSet databases) {
    public Outcome {
      Moves.requireEndOfRun(status);
      copies = List.copyOf(copies);
    }

    /** How it ended for this copy. */
    CopyOutcome of(Copy copy) {
      return copies.stream()
          .filter(outcome -> outcome.destinationId().equals(copy.destinationId()))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "no outcome for the copy in destination " + copy.destinationId()));
    }
  }

  /**
   * How it ended for one copy.
   *
   * @param path null unless it is completed
   */
  record CopyOutcome(
      DestinationId destinationId,
      BackupStatus status,
      @Nullable String path,
      long sizeBytes,
      @Nullable Failure failure) {
    public CopyOutcome {
      Moves.requireEndOfRun(status);
      if (status == BackupStatus.COMPLETED && path == null) {
        throw new IllegalArgumentException("a completed copy has a path");
      }
    }
  }

  /**
   * A copy whose objects are to go.
   *
   * @param path null when it has none
   */
  record DoomedCopy(BackupId backupId, DestinationId destinationId, @Nullable String path) {}
}
