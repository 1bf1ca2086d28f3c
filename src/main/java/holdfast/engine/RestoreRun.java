package holdfast.engine;

import holdfast.catalog.RestoreStore;
import holdfast.database.DatabaseDriver;
import holdfast.database.IfOccupied;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.destination.Destination;
import holdfast.model.Addon;
import holdfast.model.Backup;
import holdfast.model.BackupStatus;
import holdfast.model.ConnectionUri;
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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One restore, start to finish. Thread-safe; each run takes one platform thread. */
public final class RestoreRun {
  private static final Logger LOG = LoggerFactory.getLogger(RestoreRun.class);

  /** A restore is never tried again by itself: its target may be in use again. */
  private static final int ONLY_ATTEMPT = 1;

  private static final Failure NODE_LOST =
      new Failure(
          FailureCode.NODE_LOST,
          "the server died during the restore; the target is what it was",
          "Start the restore again.");

  private static final Failure TARGET_GONE =
      new Failure(
          FailureCode.DATABASE_MISSING,
          "the addon that was to receive it is registered no longer",
          "Look at the database itself for what became of it.");

  private final Facilities facilities;
  private final ScheduledExecutorService timer;
  private final Admittance admittance;

  /**
   * @param timer runs short looks beside the runs
   */
  public RestoreRun(Facilities facilities, ScheduledExecutorService timer) {
    this.facilities = facilities;
    this.timer = timer;
    this.admittance = new Admittance(facilities);
  }

  /**
   * Runs a restore that is scheduled, or ends what an earlier run left of it. What goes wrong with
   * it becomes its status. First what became of it is recorded, then its leftovers go: whoever
   * comes after a process that died in between finds the restore ended, and only cleans up.
   *
   * @return when it is to be looked at again, where it may not start now
   * @throws FailureException when the target cannot be asked now whether the restore took effect,
   *     or not be cleaned; to be run again
   */
  public Next run(RestoreId id) throws FailureException {
    Start<Restore> start =
        facilities.catalog().write(stores -> admittance.start(stores, id, facilities.now()));
    if (start.waited() != null) {
      return Next.heldBack(start.waited());
    }
    start.claimed().ifPresent(this::attempt);
    Restore restore = facilities.catalog().read(stores -> stores.restores().get(id)).orElse(null);
    if (restore == null) {
      return Next.done(List.of());
    }
    try {
      settle(restore);
    } catch (FailureException later) {
      start.claimed().ifPresent(claimed -> tellOfLeftovers(claimed, later.failure()));
      throw later;
    }
    return Next.done(facilities.catalog().read(stores -> admittance.freedBy(stores, restore)));
  }

  /** Once: it is tried again and again, until it works. */
  private void tellOfLeftovers(Restore restore, Failure why) {
    try (RunJournal journal = facilities.journal(restore.id().key())) {
      journal.say("what is left of the run at the target cannot be settled now, and will be", why);
    }
  }

  private void settle(Restore restore) throws FailureException {
    Addon target =
        facilities.catalog().read(stores -> stores.addons().get(restore.target())).orElse(null);
    if (target == null) {
      LOG.warn("the target of restore {} is registered no longer; it is not cleaned", restore.id());
      endWithoutTarget(restore);
      return;
    }
    DatabaseDriver driver = facilities.drivers().of(target.type());
    ConnectionUri connection = connection(driver, target, restore);
    if (!restore.status().isTerminal()) {
      fence(driver, connection, restore);
      boolean tookEffect = driver.tookEffect(connection, tag(restore));
      try (RunJournal journal = facilities.journal(restore.id().key())) {
        Failure failure = Objects.requireNonNullElse(restore.failure(), NODE_LOST);
        conclude(restore, tookEffect ? null : failure, journal);
      }
    }
    driver.settle(connection, tag(restore));
  }

  /** The one database that is replaced. */
  private static ConnectionUri connection(DatabaseDriver driver, Addon target, Restore restore)
      throws FailureException {
    String into = restore.route().into();
    return into == null ? target.connection() : driver.naming(target.connection(), into);
  }

  private void endWithoutTarget(Restore restore) {
    if (!restore.status().isTerminal()) {
      try (RunJournal journal = facilities.journal(restore.id().key())) {
        conclude(restore, TARGET_GONE, journal);
      }
    }
  }

  /**
   * A node that is only presumed dead could still put the restore in place after we have looked.
   * First the catalog says that the run is over, so that whatever it has not yet begun to put in
   * place it will not; then the target drops what the run had made ready.
   */
  private void fence(DatabaseDriver driver, ConnectionUri connection, Restore restore)
      throws FailureException {
    facilities.catalog().write(stores -> stores.restores().takeOver(restore.id()));
    driver.fence(connection, tag(restore));
  }

  /**
   * Concludes the restore where it is known how it ended. Once its commit was begun and has failed,
   * only the target knows, and it may not answer now: why it failed is noted for whoever asks it.
   */
  private void attempt(Restore restore) {
    try (RunJournal journal = facilities.journal(restore.id().key())) {
      AtomicBoolean committing = new AtomicBoolean();
      Contact contact = facilities.contact();
      try {
        restore(restore, journal, contact, committing);
        conclude(restore, null, journal);
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        contact.requireNotLost(e);
        Failure failure = Failures.of(e, FailureCode.OBJECT_CORRUPT);
        journal.say("failed", failure);
        if (committing.get()) {
          facilities.catalog().write(stores -> stores.restores().brokeOff(restore.id(), failure));
        } else {
          conclude(restore, failure, journal);
        }
      }
    }
  }

  private void restore(
      Restore restore, RunJournal journal, Contact contact, AtomicBoolean committing)
      throws IOException {
    Addon target = facilities.addon(restore.target());
    journal.say(
        "restoring %sthe backup \"%s\" into %sthe addon \"%s\""
            .formatted(
                databaseOf(restore.route().from()),
                restore.backupSlug(),
                databaseOf(restore.route().into()),
                target.slug()));
    DatabaseDriver driver = facilities.drivers().of(target.type());
    RunContext context = new RunContext(connection(driver, target, restore), tag(restore), journal);

    try (Destination destination = facilities.open(restore.destinationId())) {
      StoredContent source =
          StoredBackup.read(destination, copyPath(restore)).content(restore.route().from());
      journal.say(
          "reading %d stored bytes from \"%s\""
              .formatted(
                  source.content().stored().bytes(), facilities.nameOf(restore.destinationId())));
      try (InputStream plain = source.open(destination);
          Restoration restoration = driver.restore(context, ifOccupied(restore));
          MeteringSink proven = new MeteringSink(new RestorationSink(restoration));
          Watch watch =
              new Watch(
                  timer,
                  contact,
                  () -> note(restore, source, proven, journal),
                  restoration::close)) {
        Bytes.copy(plain, proven);
        proven.finish();
        source.require(proven.digest());
        watch.require();
        journal.say("every byte is proven; putting the restored database in place");
        committing.set(true);
        restoration.commit();
      }
    }
  }

  private static IfOccupied ifOccupied(Restore restore) {
    return restore.route().replaces() ? IfOccupied.REPLACE : IfOccupied.REFUSE;
  }

  private static String databaseOf(@Nullable String database) {
    return database == null ? "" : "the database \"%s\" of ".formatted(database);
  }

  private String copyPath(Restore restore) throws FailureException {
    Backup backup =
        facilities
            .catalog()
            .read(stores -> stores.backups().get(restore.backupId()))
            .orElseThrow(
                () ->
                    new FailureException(
                        FailureCode.OBJECT_MISSING,
                        "backup %s is gone".formatted(restore.backupId()),
                        "Restore from another backup."));
    return StoredBackup.pathOf(backup, restore.destinationId());
  }

  private boolean note(
      Restore restore, StoredContent source, MeteringSink proven, RunJournal journal) {
    Manifest.Content content = source.content();
    Progress progress =
        new Progress(proven.bytes(), content.stored().bytes(), content.plain().bytes());
    return journal.flushWith(stores -> stores.restores().progress(restore.id(), progress))
        && !facilities.stop().isRequested();
  }

  /**
   * A restore that was put in place is completed, also when somebody asked for its abort too late.
   */
  private void conclude(Restore restore, @Nullable Failure failure, RunJournal journal) {
    BackupStatus status = failure == null ? BackupStatus.COMPLETED : BackupStatus.FAILED;
    Optional<BackupStatus> ended =
        facilities
            .catalog()
            .write(stores -> concluded(stores.restores(), restore.id(), status, failure));
    journal.say(
        ended
            .map(end -> "the restore has ended: " + end.wire())
            .orElse("the restore was taken over; how it ended was recorded there"));
  }

  /** Empty when somebody else has recorded its end. */
  private Optional<BackupStatus> concluded(
      RestoreStore restores, RestoreId id, BackupStatus status, @Nullable Failure failure) {
    if (restores.finish(id, status, failure, facilities.now())) {
      return Optional.of(status);
    }
    return restores.finishAbort(id, facilities.now())
        ? Optional.of(BackupStatus.ABORTED)
        : Optional.empty();
  }

  private RunTag tag(Restore restore) {
    return facilities.tag(restore.id().key(), ONLY_ATTEMPT);
  }
}
