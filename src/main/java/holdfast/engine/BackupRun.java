package holdfast.engine;

import holdfast.catalog.BackupStore.Outcome;
import holdfast.catalog.Stores;
import holdfast.database.Dump;
import holdfast.database.DumpFacts;
import holdfast.model.AddonId;
import holdfast.model.AddonState;
import holdfast.model.Backup;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.Progress;
import holdfast.model.RunTag;
import holdfast.pipeline.Bytes;
import holdfast.pipeline.CompressingSink;
import holdfast.pipeline.MeteringSink;
import java.io.IOException;
import java.util.concurrent.ScheduledExecutorService;

/** One backup, start to finish. Thread-safe; each run takes one platform thread. */
public final class BackupRun {
  private final Facilities facilities;
  private final ScheduledExecutorService timer;
  private final BackupEnding ending;

  /**
   * @param timer runs short looks beside the runs
   */
  public BackupRun(Facilities facilities, ScheduledExecutorService timer) {
    this.facilities = facilities;
    this.timer = timer;
    this.ending = new BackupEnding(facilities);
  }

  /**
   * Runs a backup that is scheduled; first ends what a dead run left of it. What goes wrong with
   * the backup becomes its status. Only failures of the catalog are thrown, and {@link
   * StoppedException}: then it is to be run again.
   *
   * @return false when it may not start now, since its addon is paused or is being restored: it
   *     stays scheduled, and is to be run again later
   */
  public boolean run(BackupId id) {
    ending.ofDeadRun(id);
    Start<Backup> start = facilities.catalog().write(stores -> start(stores, id));
    start.claimed().ifPresent(this::attempt);
    return !start.isHeldBack();
  }

  private Start<Backup> start(Stores stores, BackupId id) {
    boolean isHeldBack =
        stores
            .backups()
            .get(id)
            .filter(backup -> backup.status() == BackupStatus.SCHEDULED)
            .filter(backup -> backup.source().isOfAddon())
            .map(backup -> backup.origin().addonId())
            .filter(addon -> isOutOfReach(stores, addon))
            .isPresent();
    return isHeldBack ? Start.heldBack() : Start.of(stores.backups().claim(id, facilities.now()));
  }

  private static boolean isOutOfReach(Stores stores, AddonId addon) {
    return stores.addons().state(addon).filter(AddonState.PAUSED::equals).isPresent()
        || stores.restores().activeInto(addon).isPresent();
  }

  private void attempt(Backup backup) {
    try (RunJournal journal = facilities.journal(backup.id().key())) {
      journal.say(
          "attempt %d: %s %s/%s, compressed with %s"
              .formatted(
                  backup.attempt(),
                  backup.source().isOfAddon() ? backup.type().wire() + " of" : "import for",
                  backup.origin().projectSlug(),
                  backup.origin().addonSlug(),
                  backup.compression().wire()));
      ending.conclude(backup, outcome(backup, journal), journal);
    }
  }

  private Outcome outcome(Backup backup, RunJournal journal) {
    Contact contact = facilities.contact();
    try {
      return take(backup, contact, journal);
    } catch (IOException | RuntimeException e) {
      contact.requireNotLost(e);
      if (facilities.stop().isRequested()) {
        ending.handBack(backup, journal);
      }
      return ending.failed(backup, e, journal);
    }
  }

  private Outcome take(Backup backup, Contact contact, RunJournal journal) throws IOException {
    DumpSource source = DumpSource.of(backup, facilities);
    long expectedBytes = source.expectedBytes(journal);
    RunTag tag = facilities.tag(backup.id().key(), backup.attempt());

    try (Dump dump = source.open(tag, journal);
        CopySet copies = CopySet.open(backup, suffix(dump, backup), facilities, journal);
        MeteringSink stored = new MeteringSink(copies);
        MeteringSink plain = new MeteringSink(new CompressingSink(backup.compression(), stored));
        Watch watch =
            new Watch(
                timer,
                contact,
                () ->
                    note(
                        backup,
                        new Progress(plain.bytes(), stored.bytes(), expectedBytes),
                        journal),
                dump::close)) {
      journal.say(source.words(dump));
      Bytes.copy(dump.stream(), plain);
      DumpFacts facts = dump.awaitSuccess();
      watch.require();
      plain.finish();
      journal.say(
          "the dump is whole: %d bytes, %d as stored".formatted(plain.bytes(), stored.bytes()));
      BackupContent content =
          new BackupContent(
              dump.format(), facts, plain.digest(), stored.digest(), facilities.now());
      watch.require();
      copies.publish(copy -> Manifest.of(facilities.catalog().instanceId(), backup, copy, content));
      return new Outcome(
          BackupStatus.COMPLETED,
          facts.serverVersion(),
          null,
          facilities.now(),
          new Progress(plain.bytes(), stored.bytes(), expectedBytes),
          copies.outcomes());
    }
  }

  private static String suffix(Dump dump, Backup backup) {
    return dump.format() + backup.compression().suffix();
  }

  private boolean note(Backup backup, Progress progress, RunJournal journal) {
    journal.flush();
    return !facilities.stop().isRequested()
        && facilities
            .catalog()
            .write(stores -> stores.backups().progress(backup.id(), backup.attempt(), progress));
  }
}
