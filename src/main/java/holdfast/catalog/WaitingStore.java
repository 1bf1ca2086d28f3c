package holdfast.catalog;

import holdfast.model.AddonId;
import holdfast.model.BackupId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The backups that are scheduled: since when, until when and for what they wait. */
public interface WaitingStore {
  /**
   * Keeps every other transaction from moving this backup until this one ends.
   *
   * @return empty when there is no such backup, or it is not scheduled
   */
  Optional<Waiting> lock(BackupId id);

  /** What is known of a backup, whether it waits or not. */
  Optional<Waiting> get(BackupId id);

  /** It is to have started by then. */
  void startBy(BackupId id, Instant latest);

  /** All of the addon's that wait are to have started by then, whatever they waited for. */
  void startBy(AddonId addon, Instant latest);

  /** Notes what it waits for: a name that {@link #oldestFor} finds. */
  void waitFor(BackupId id, String what);

  /** The one that has waited longest of those that wait for this. */
  Optional<BackupId> oldestFor(String what);

  /**
   * Those that should have started by now and are not kept from it by a paused addon, the oldest
   * first.
   *
   * @param limit how many at most
   */
  List<BackupId> overdue(Instant now, int limit);

  /** Counts an attempt that has come to nothing. */
  void count(BackupId id, Setback setback);

  /** Why an attempt came to nothing. */
  enum Setback {
    /** Of a cause that can pass. */
    FAILURE,
    /** Its node was lost. */
    LOSS
  }

  /**
   * How a backup waits.
   *
   * @param failures how many attempts ended for a cause that can pass
   * @param losses how many attempts ended with their nodes
   * @param startBy null for any time
   * @param waitsFor as the last look found it; null for a worker that is free
   */
  record Waiting(
      int failures,
      int losses,
      Instant createdAt,
      @Nullable Instant startBy,
      @Nullable String waitsFor) {

    public boolean isOverdue(Instant now) {
      return startBy != null && now.isAfter(startBy);
    }
  }
}
