package holdfast.catalog;

import java.util.List;
import java.util.Optional;

/**
 * Who is at work at which {@link Place}. What a run has taken becomes free with the move that ends
 * its attempt ({@link BackupStore}, {@link RestoreStore}), in that very transaction.
 */
public interface SlotStore {
  /**
   * Takes a slot at each place, or none. The caller keeps others from starting the same run.
   *
   * @param runId a backup's or a restore's
   * @return the first place that is full, or at which somebody was quicker; empty when all were
   *     taken
   */
  Optional<Place> take(String runId, List<Place> places);

  /** Gives back what a run has taken that does not start after all. */
  void free(String runId);
}
