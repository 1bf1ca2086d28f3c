package holdfast.engine;

import holdfast.catalog.BackupStore.Outcome;
import holdfast.model.Backup;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.Progress;
import holdfast.model.RunTag;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One backup, start to finish. Thread-safe; each run takes one platform thread. */
public final class BackupRun {
  private static final Logger LOG = LoggerFactory.getLogger(BackupRun.class);

  /** How many overdue backups are looked at in one go. */
  private static final int BITE = 500;

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final Facilities facilities;
  private final ScheduledExecutorService timer;
  private final BackupEnding ending;
  private final Admittance admittance;

  /**
   * @param timer runs short looks beside the runs
   */
  public BackupRun(Facilities facilities, ScheduledExecutorService timer) {
    this.facilities = facilities;
    this.timer = timer;
    this.ending = new BackupEnding(facilities);
    this.admittance = new Admittance(facilities);
  }

  /**
   * Runs a backup that is scheduled, or first ends what a dead run left of it. What goes wrong with
   * the backup becomes its status, unless it is to be tried again. Only failures of the catalog are
   * thrown, and {@link StoppedException}: then it is to be run again.
   *
   * @return when it is to be looked at again, where it may not start now or is to be tried again
   */
  public Next run(BackupId id) {
    Start<Backup> start = start(id);
    return next(id, start.isNone() && ending.ofDeadRun(id) ? start(id) : start);
  }

  private Start<Backup> start(BackupId id) {
    return facilities.catalog().write(stores -> admittance.start(stores, id, facilities.now()));
  }

  private Next next(BackupId id, Start<Backup> start) {
    if (start.waited() != null) {
      return Next.heldBack(start.waited());
    }
    return start.claimed().map(backup -> attempt(backup, start)).orElseGet(() -> unclaimed(id));
  }

  /**
   * Mostly it has ended. Else somebody moved it between two looks, by an abort say: without its
   * entry in the queue nobody would ever look again.
   */
  private Next unclaimed(BackupId id) {
    boolean isOver =
        facilities
            .catalog()
            .read(stores -> stores.backups().get(id))
            .map(backup -> backup.status().isTerminal())
            .orElse(true);
    return isOver ? Next.done(List.of()) : Next.again(LOOK_AGAIN, List.of());
  }

  /** Ends backups that should have started by now; goes on after one that it cannot end. */
  public void giveUpOverdue() {
    Instant now = facilities.now();
    for (BackupId id : facilities.catalog().read(stores -> stores.waiting().overdue(now, BITE))) {
      try {
        facilities.catalog().write(stores -> admittance.giveUpOverdue(stores, id, now));
      } catch (RuntimeException e) {
        LOG.warn("backup {} should have started and cannot be ended; trying again soon", id, e);
      }
    }
  }

  private Next attempt(Backup backup, Start<Backup> start) {
    try (RunJournal journal = facilities.journal(backup.id().key())) {
      journal.say(
          "attempt %d: %s %s/%s, compressed with %s"
              .formatted(
                  backup.attempt(),
                  backup.source().isOfAddon() ? backup.type().wire() + " of" : "import for",
                  backup.origin().projectSlug(),
                  backup.origin().addonSlug(),
                  backup.compression().wire()));
      Outcome outcome = outcome(backup, start.known(), journal);
      return ending.conclude(
          backup, outcome, journal, stores -> admittance.freed(stores, start.places()));
    }
  }

  private Outcome outcome(Backup backup, Known known, RunJournal journal) {
    Contact contact = facilities.contact();
    try {
      return take(backup, known, contact, journal);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      contact.requireNotLost(e);
      if (facilities.stop().isRequested()) {
        ending.handBack(backup, journal);
      }
      return ending.failed(backup, e, journal);
    }
  }

  private Outcome take(Backup backup, Known known, Contact contact, RunJournal journal)
      throws IOException {
    DumpSource source = DumpSource.of(backup, known, facilities);
    List<DumpPart> parts = source.parts(journal);
    RunTag tag = facilities.tag(backup.id().key(), backup.attempt());

    try (CopySet copies = CopySet.open(backup, known, facilities, journal);
        ContentWriter writer = writer(backup, parts, copies);
        Watch watch =
            new Watch(
                timer,
                contact,
                () -> note(backup, writer.progress(), journal),
                writer::close,
                known.atNanos(),
                System::nanoTime)) {
      List<BackupContent> contents = writer.write(source, parts, tag, watch, journal);
      copies.verify();
      watch.requireLately();
      copies.publish(
          copy -> Manifest.of(facilities.catalog().instanceId(), backup, copy, contents));
      return new Outcome(
          BackupStatus.COMPLETED,
          contents.getFirst().facts().serverVersion(),
          null,
          facilities.now(),
          writer.progress(),
          copies.outcomes(),
          BackupContent.databases(contents));
    }
  }

  private ContentWriter writer(Backup backup, List<DumpPart> parts, CopySet copies) {
    long expectedBytes = parts.stream().mapToLong(DumpPart::expectedBytes).sum();
    return new ContentWriter(copies, backup.compression(), expectedBytes, facilities.clock());
  }

  private boolean note(Backup backup, Progress progress, RunJournal journal) {
    return journal.flushWith(
            stores -> stores.backups().progress(backup.id(), backup.attempt(), progress))
        && !facilities.stop().isRequested();
  }
}
