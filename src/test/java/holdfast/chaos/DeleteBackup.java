package holdfast.chaos;

import holdfast.chaos.Ledger.Known;
import java.util.SplittableRandom;

/** The deletion of a completed backup. */
record DeleteBackup() implements Work {
  /** Restores and comparisons need some to choose from. */
  private static final int KEPT = 3;

  @Override
  public void run(Installation installation, SplittableRandom random) {
    if (installation.ledger().completed().size() > KEPT) {
      delete(installation.ledger().anyCompleted(random), installation, random);
    }
  }

  static void delete(Known backup, Installation installation, SplittableRandom random) {
    installation.ledger().deletionAsked(backup);
    installation
        .ask(random, api -> api.delete(backup.path()))
        .filter(answer -> answer.status() == 200)
        .ifPresent(answer -> installation.ledger().deletionAnswered(backup));
  }
}
