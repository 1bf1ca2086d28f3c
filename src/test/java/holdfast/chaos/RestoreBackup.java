package holdfast.chaos;

import holdfast.chaos.Ledger.Known;
import holdfast.testing.Api.Answer;
import java.util.Optional;
import java.util.SplittableRandom;

/** A restore of any completed backup into any target, aborted a moment later or not. */
record RestoreBackup(boolean aborts) implements Work {
  @Override
  public void run(Installation installation, SplittableRandom random) {
    if (installation.ledger().completed().isEmpty()) {
      return;
    }
    Known backup = installation.ledger().anyCompleted(random);
    Protected target = installation.targets().get(random.nextInt(installation.targets().size()));
    Optional<Answer> answer =
        installation.ask(
            random, api -> api.post(path(installation, target, backup, "restore"), ""));
    answer
        .filter(it -> it.status() == 200)
        .map(it -> it.data().path("restoreId").asString())
        .ifPresent(
            id -> accepted(installation, new Ledger.KnownRestore(id, target, backup), random));
  }

  private void accepted(
      Installation installation, Ledger.KnownRestore restore, SplittableRandom random) {
    installation.ledger().acceptedRestore(restore);
    if (aborts) {
      Pause.millis(random.nextInt(900));
      String path = path(installation, restore.target(), restore.backup(), "abort-restore");
      installation.ask(random, api -> api.post(path, "{'restoreId':'%s'}".formatted(restore.id())));
    }
  }

  private static String path(
      Installation installation, Protected target, Known backup, String what) {
    String source = backup.path().substring(0, backup.path().indexOf("/backups/"));
    return "%s/backups/%s/%s?sourceProjectId=%s&sourceAddonId=%s"
        .formatted(
            target.path(),
            backup.path().substring(backup.path().lastIndexOf('/') + 1),
            what,
            installation.projectSlug(),
            source.substring(source.lastIndexOf('/') + 1));
  }
}
