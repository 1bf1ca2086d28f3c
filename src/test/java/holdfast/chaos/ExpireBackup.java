package holdfast.chaos;

import holdfast.chaos.Ledger.Known;
import java.util.SplittableRandom;

/**
 * The time of a completed backup is up all of a sudden: the clock is the one thing we do not own.
 */
record ExpireBackup() implements Work {
  /** Restores and comparisons need some to choose from. */
  private static final int KEPT = 3;

  @Override
  public void run(Installation installation, SplittableRandom random) {
    if (installation.ledger().completed().size() > KEPT) {
      Known backup = installation.ledger().anyCompleted(random);
      installation.ledger().timeIsUp(backup);
      installation.catalog().letExpire(backup.uid());
    }
  }
}
