package holdfast.engine;

import holdfast.database.DatabaseDriver;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.destination.Destination;
import holdfast.model.Addon;
import holdfast.model.BackupStatus;
import holdfast.model.Copy;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.Progress;
import holdfast.model.Restore;
import holdfast.model.RestoreId;
import holdfast.model.RunTag;
import holdfast.pipeline.Bytes;
import holdfast.pipeline.MeteringSink;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** One restore, start to finish. Thread-safe; each run takes one platform thread. */
public final class RestoreRun {
  /** A restore is never tried again by itself: its target may be in use again. */
  private static final int ONLY_ATTEMPT = 1;

  private static final Failure NODE_LOST =
      new Failure(
          FailureCode.NODE_LOST,
          "the server died during the restore; the target is what it was",
          "Start the restore again.");

  private final Facilities facilities;
  private final ScheduledExecutorService timer;

  /**
   * @param timer runs short looks beside the runs
   */
  public RestoreRun(Facilities facilities, ScheduledExecutorService timer) {
    this.facilities = facilities;
    this.timer = timer;
  }

  /**
   * Runs a restore that is scheduled, or ends what a dead run left of it. What goes wrong with it
   * becomes its status.
   *
   * @throws FailureException when a dead run's target cannot be asked now whether the restore took
   *     effect; to be run again
   */
  public void run(RestoreId id) throws FailureException {
    settleDeadRun(id);
    facilities.catalog().write(stores -> stores.restores().claim(id)).ifPresent(this::attempt);
  }

  private void attempt(Restore restore) {
    try (RunJournal journal = facilities.journal(restore.id().key())) {
      try {
        restore(restore, journal);
        journal.say("completed");
      } catch (IOException | RuntimeException e) {
        Failure failure = Failures.of(e, FailureCode.OBJECT_CORRUPT);
        journal.say("failed: " + failure.message());
        conclude(restore, failure);
      }
    }
  }

  private void restore(Restore restore, RunJournal journal) throws IOException {
    Addon target = facilities.addon(restore.target());
    DatabaseDriver driver = facilities.drivers().of(target.type());
    RunContext context = new RunContext(target.connection(), tag(restore), journal);

    try (Destination destination = facilities.open(restore.destinationId())) {
      StoredBackup source = StoredBackup.read(destination, copyPath(restore));
      journal.say("reading %d stored bytes".formatted(source.manifest().stored().bytes()));
      try (InputStream plain = source.open(destination);
          Restoration restoration = driver.restore(context);
          MeteringSink proven = new MeteringSink(new RestorationSink(restoration));
          Watch watch =
              new Watch(timer, () -> note(restore, source, proven, journal), restoration::close)) {
        Bytes.copy(plain, proven);
        watch.check();
        proven.finish();
        source.require(proven.digest());
        journal.say("every byte is proven; putting the restored database in place");
        restoration.commit();
        conclude(restore, null); // before the close, which removes the only mark of what happened
      }
    }
  }

  private String copyPath(Restore restore) throws FailureException {
    return facilities
        .catalog()
        .read(stores -> stores.backups().get(restore.backupId()))
        .flatMap(backup -> backup.completedCopyIn(restore.destinationId()))
        .map(Copy::path)
        .orElseThrow(
            () ->
                new FailureException(
                    FailureCode.OBJECT_MISSING,
                    "backup %s has no completed copy in destination %s"
                        .formatted(restore.backupId(), restore.destinationId()),
                    "Restore from another copy or another backup."));
  }

  private boolean note(
      Restore restore, StoredBackup source, MeteringSink proven, RunJournal journal) {
    journal.flush();
    Manifest manifest = source.manifest();
    Progress progress =
        new Progress(proven.bytes(), manifest.stored().bytes(), manifest.plain().bytes());
    return !facilities.stop().isRequested()
        && facilities.catalog().write(stores -> stores.restores().progress(restore.id(), progress));
  }

  /**
   * A restore that was put in place is completed, also when somebody asked for its abort too late.
   */
  private void conclude(Restore restore, @Nullable Failure failure) {
    BackupStatus status = failure == null ? BackupStatus.COMPLETED : BackupStatus.FAILED;
    facilities
        .catalog()
        .write(
            stores ->
                stores.restores().finish(restore.id(), status, failure, facilities.now())
                    || stores.restores().finishAbort(restore.id(), facilities.now()));
  }

  /**
   * First what became of it is recorded, then its leftovers go: a process that dies in between is
   * followed by one that finds the restore ended, and only cleans up.
   */
  private void settleDeadRun(RestoreId id) throws FailureException {
    Restore dead = facilities.catalog().read(stores -> stores.restores().get(id)).orElse(null);
    if (dead == null || dead.status() == BackupStatus.SCHEDULED) {
      return;
    }
    Addon target = facilities.addon(dead.target());
    DatabaseDriver driver = facilities.drivers().of(target.type());
    if (!dead.status().isTerminal()) {
      boolean tookEffect = driver.tookEffect(target.connection(), tag(dead));
      conclude(dead, tookEffect ? null : NODE_LOST);
    }
    driver.settle(target.connection(), tag(dead));
  }

  private RunTag tag(Restore restore) {
    return facilities.tag(restore.id().key(), ONLY_ATTEMPT);
  }
}
