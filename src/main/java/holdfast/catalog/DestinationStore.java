package holdfast.catalog;

import holdfast.model.BackupDestination;
import holdfast.model.DestinationId;
import holdfast.model.Slug;
import java.util.Optional;
import java.util.Set;

/**
 * The backup destinations. Their secret keys are encrypted at rest; here they come and go in clear.
 */
public interface DestinationStore {
  /**
   * Throws {@link TakenException} when slug or name is taken, or is the other of another one, which
   * can be called by either.
   */
  void insert(BackupDestination destination);

  /**
   * Replaces name, description, location and update time. Throws {@link TakenException} when the
   * name is taken.
   */
  void update(BackupDestination destination);

  void delete(DestinationId id);

  Optional<BackupDestination> find(Slug slug);

  Optional<BackupDestination> findByName(String name);

  Optional<BackupDestination> get(DestinationId id);

  /**
   * Keeps every other transaction from changing the destination, and from beginning a backup into
   * it, until this one ends.
   *
   * @return the destination as it is now; empty when there is none
   */
  Optional<BackupDestination> lock(DestinationId id);

  /** Newest first. */
  Page<BackupDestination> list(PageRequest page);

  /** Whether copies of backups, schedules, or restores that have not ended refer to it. */
  boolean isUsed(DestinationId id);

  /**
   * Where its completed copies lie, relative to its prefix: what must be found in another place
   * before it can move there. Empty while something is under way: a run, a deletion, a restore.
   */
  Optional<Set<String>> pathsAtRest(DestinationId id);
}
