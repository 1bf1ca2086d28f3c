package holdfast.engine;

import holdfast.catalog.AttemptPath;
import holdfast.catalog.AttemptStore.Attempt;
import holdfast.catalog.BackupStore.CopyOutcome;
import holdfast.catalog.BackupStore.Outcome;
import holdfast.catalog.Stores;
import holdfast.catalog.WaitingStore.Setback;
import holdfast.catalog.WaitingStore.Waiting;
import holdfast.model.Backup;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.Copy;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a run of a backup ends: well, badly, unwanted, or dead. */
final class BackupEnding {
  private static final Logger LOG = LoggerFactory.getLogger(BackupEnding.class);

  /** A run that kills its node each time must not do so for ever. */
  private static final int MAX_LOSSES = 5;

  /**
   * A run that was taken over may store something when it wakes, and be killed before it finds out:
   * for so long its objects are looked for.
   */
  private static final Duration STRAYS_LOOKED_FOR = Duration.ofDays(1);

  private static final Failure NODE_LOST =
      new Failure(
          FailureCode.NODE_LOST,
          "the server died during each of %d attempts".formatted(MAX_LOSSES),
          "Look for the reason in the server's log, then take the backup again.");

  private final Facilities facilities;
  private final Sweeper sweeper;

  BackupEnding(Facilities facilities) {
    this.facilities = facilities;
    this.sweeper = new Sweeper(facilities);
  }

  /** What a run that threw comes to. */
  Outcome failed(Backup backup, Throwable e, RunJournal journal) {
    Failure failure = Failures.of(e, FailureCode.DUMP_FAILED);
    journal.say("failed", failure);
    return failed(backup, failure);
  }

  private Outcome failed(Backup backup, Failure failure) {
    BackupStatus status =
        failure.code().isNotSupported() ? BackupStatus.NOT_SUPPORTED : BackupStatus.FAILED;
    List<CopyOutcome> copies =
        backup.copies().stream()
            .map(copy -> new CopyOutcome(copy.destinationId(), status, null, 0, failure))
            .toList();
    return new Outcome(
        status, null, failure, facilities.now(), Progress.NONE, copies, backup.databases());
  }

  /**
   * Makes the outcome known, unless the backup is to be tried again. Where nothing completed, what
   * was stored is removed first, so that whoever sees the backup failed sees nothing in the
   * destinations. An outcome that comes too late (the backup was aborted, or another attempt has
   * taken over) changes nothing, and everything that this attempt stored goes.
   *
   * @param freed finds who may start in the place of this run
   */
  Next conclude(
      Backup backup, Outcome outcome, RunJournal journal, Function<Stores, List<BackupId>> freed) {
    boolean isCompleted = outcome.status() == BackupStatus.COMPLETED;
    if (!isCompleted) {
      clearAttempt(backup, null);
    }
    Optional<Duration> retry = retry(backup, outcome);
    if (retry.isPresent()) {
      journal.say("it will be tried again in %d seconds".formatted(retry.get().toSeconds()));
      return Next.again(retry.get(), journal.flushWith(freed));
    }
    Optional<List<BackupId>> next =
        journal.flushWith(
            stores ->
                finish(stores, backup, outcome)
                    ? Optional.of(freed.apply(stores))
                    : Optional.empty(),
            inTime -> inTime.map(it -> ended(outcome)));
    if (next.isEmpty()) {
      return concludeLate(backup, isCompleted, journal, freed);
    }
    if (isCompleted) {
      sweepWhatFailed(backup, outcome);
    } else {
      warn(backup, outcome.failure());
    }
    return Next.done(next.get());
  }

  private Next concludeLate(
      Backup backup, boolean isStored, RunJournal journal, Function<Stores, List<BackupId>> freed) {
    if (isStored) {
      clearAttempt(backup, null);
    }
    journal.say(endedOtherwise(backup));
    return Next.done(journal.flushWith(freed));
  }

  /** Of a backup that is completed: earlier attempts, and copies. Mostly there are none. */
  private void sweepWhatFailed(Backup backup, Outcome outcome) {
    if (backup.attempt() > 1
        || outcome.copies().stream().anyMatch(it -> it.status() != BackupStatus.COMPLETED)) {
      sweeper.sweepAttempts(backup.id());
    }
  }

  /** For whoever reads the server's log; the run's own says more. */
  static void warn(Backup backup, @Nullable Failure failure) {
    LOG.warn(
        "backup {} of {}/{} has failed: {}",
        backup.slug(),
        backup.origin().projectSlug(),
        backup.origin().addonSlug(),
        failure == null ? "no reason is known" : failure.code().wire() + ", " + failure.message());
  }

  /** Leaves a backup that failed for a cause that can pass to be tried again, if it may be. */
  private Optional<Duration> retry(Backup backup, Outcome outcome) {
    Failure failure = outcome.failure();
    if (failure == null || !failure.code().mayPass()) {
      return Optional.empty();
    }
    return facilities
        .catalog()
        .write(
            stores -> {
              int failures = 1 + stores.waiting().get(backup.id()).map(Waiting::failures).orElse(0);
              Duration delay = facilities.policy().delayAfter(failures);
              return failures <= facilities.policy().retries()
                      && reschedule(stores, backup, delay, Setback.FAILURE)
                  ? Optional.of(delay)
                  : Optional.empty();
            });
  }

  /** Back to scheduled, with the whole start window after the delay. */
  private boolean reschedule(
      Stores stores, Backup backup, Duration delay, @Nullable Setback setback) {
    boolean moved = stores.backups().reschedule(backup.id(), backup.attempt());
    if (moved) {
      Instant start = facilities.now().plus(delay);
      stores.waiting().startBy(backup.id(), start.plus(facilities.policy().startWindow()));
    }
    if (moved && setback != null) {
      stores.waiting().count(backup.id(), setback);
    }
    return moved;
  }

  private static String ended(Outcome outcome) {
    return "the backup has ended: " + outcome.status().wire();
  }

  private String endedOtherwise(Backup backup) {
    return finishAbort(backup)
        ? "the backup has ended: aborted; nothing of it is kept"
        : "another attempt has taken over";
  }

  /** Leaves the backup as if this attempt had not been, for another process to take up. */
  void handBack(Backup backup, RunJournal journal) {
    journal.say("the server stops; the backup will be tried again");
    tryAgain(backup, null);
    throw new StoppedException("backup %s waits for the next start".formatted(backup.id()));
  }

  /** Answers false when another attempt, or an abort, came before. */
  private boolean tryAgain(Backup backup, @Nullable Setback setback) {
    boolean moved =
        facilities.catalog().write(stores -> reschedule(stores, backup, Duration.ZERO, setback));
    sweeper.sweepAttempts(backup.id());
    return moved;
  }

  /**
   * Ends what a run whose process died left, if there is one: the backup is tried again, or has
   * failed, or is aborted.
   */
  boolean ofDeadRun(BackupId id) {
    Optional<Backup> unfinished =
        facilities
            .catalog()
            .read(stores -> stores.backups().get(id))
            .filter(backup -> backup.attempt() > 0 && !backup.status().isTerminal())
            .filter(backup -> backup.status() != BackupStatus.SCHEDULED);
    unfinished.ifPresent(this::endDeadRun);
    return unfinished.isPresent();
  }

  private void endDeadRun(Backup backup) {
    try (RunJournal journal = facilities.journal(backup.id().key())) {
      journal.say("attempt %d was lost: its server died".formatted(backup.attempt()));
      endDeadRun(backup, journal);
    }
  }

  private void endDeadRun(Backup backup, RunJournal journal) {
    endSessions(backup);
    Instant keepUntil = keepNotes(backup);
    // What is stored goes only when the catalog says that this attempt has lost: it may have
    // completed at this very moment.
    if (backup.status() == BackupStatus.ABORTING) {
      clearAttempt(backup, keepUntil);
      journal.say(endedOtherwise(backup));
    } else if (lossesOf(backup) + 1 < MAX_LOSSES) {
      journal.say(
          tryAgain(backup, Setback.LOSS)
              ? "the backup will be tried again"
              : "it was moved meanwhile; looking again");
    } else if (facilities
        .catalog()
        .write(stores -> finish(stores, backup, failed(backup, NODE_LOST)))) {
      sweeper.sweepAttempts(backup.id());
      journal.say("failed", NODE_LOST);
      warn(backup, NODE_LOST);
    } else {
      journal.say("it has ended meanwhile after all");
    }
  }

  private int lossesOf(Backup backup) {
    return facilities
        .catalog()
        .read(stores -> stores.waiting().get(backup.id()))
        .map(Waiting::losses)
        .orElse(0);
  }

  /**
   * A database that cannot be reached now has no sessions of ours that could do harm: they only
   * read.
   */
  private void endSessions(Backup backup) {
    try {
      DumpSource.of(backup, Known.NOTHING, facilities)
          .settle(facilities.tag(backup.id().key(), backup.attempt()));
    } catch (FailureException e) {
      LOG.warn(
          "could not end what a dead run of backup {} left at its database: {}; going on",
          backup.id(),
          e.getMessage());
    }
  }

  /**
   * Before the attempt has lost in the catalog, so that no sweeper forgets its notes in between.
   *
   * @return null when its process is certainly dead
   */
  private @Nullable Instant keepNotes(Backup backup) {
    if (facilities.lease().isAlone()) {
      return null;
    }
    Instant until = facilities.now().plus(STRAYS_LOOKED_FOR);
    return facilities
        .catalog()
        .write(
            stores -> {
              stores.attempts().keep(backup.id(), backup.attempt(), until);
              return until;
            });
  }

  private void clearAttempt(Backup backup, @Nullable Instant keepUntil) {
    String path = AttemptPath.of(backup);
    for (Copy copy : backup.copies()) {
      sweeper.clear(
          new Attempt(backup.id(), backup.attempt(), copy.destinationId(), path, keepUntil));
    }
  }

  private static boolean finish(Stores stores, Backup backup, Outcome outcome) {
    return stores.backups().finish(backup.id(), backup.attempt(), outcome);
  }

  private boolean finishAbort(Backup backup) {
    return facilities
        .catalog()
        .write(
            stores ->
                stores.backups().finishAbort(backup.id(), backup.attempt(), facilities.now()));
  }
}
