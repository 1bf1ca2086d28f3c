package holdfast.chaos;

import holdfast.chaos.Ledger.Known;
import java.util.SplittableRandom;

/** A backup that is not wanted any more a moment later. */
record AbortBackup() implements Work {
  @Override
  public void run(Installation installation, SplittableRandom random) {
    new TakeBackup(random.nextBoolean())
        .take(installation, random)
        .ifPresent(backup -> abort(backup, installation, random));
  }

  private static void abort(Known backup, Installation installation, SplittableRandom random) {
    Pause.millis(random.nextInt(900));
    installation
        .ask(random, api -> api.post(backup.path() + "/abort", ""))
        .filter(answer -> answer.status() == 200)
        .ifPresent(answer -> installation.ledger().abortAnswered(backup));
  }
}
