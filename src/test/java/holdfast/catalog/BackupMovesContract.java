package holdfast.catalog;

import static holdfast.model.BackupStatus.ABORTED;
import static holdfast.model.BackupStatus.ABORTING;
import static holdfast.model.BackupStatus.COMPLETED;
import static holdfast.model.BackupStatus.FAILED;
import static holdfast.model.BackupStatus.IN_PROGRESS;
import static holdfast.model.BackupStatus.SCHEDULED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.catalog.BackupStore.CopyOutcome;
import holdfast.catalog.BackupStore.Outcome;
import holdfast.model.Backup;
import holdfast.model.BackupStatus;
import holdfast.model.Copy;
import holdfast.model.DatabaseSet;
import holdfast.model.DestinationId;
import holdfast.model.Progress;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every move of a backup's status, who wins it and who loses it. */
interface BackupMovesContract extends InWorld {

  private void assertStatus(Backup backup, BackupStatus status) {
    Backup found = world().get(backup.id());
    assertThat(found.status()).isEqualTo(status);
    for (Copy copy : found.copies()) {
      assertThat(copy.status()).isEqualTo(status);
      assertThat(world().documents(copy.destinationId()))
          .containsExactly(World.document(found, copy));
    }
  }

  @Test
  default void aBackupComesBackAsItWasInserted() {
    Backup backup = world().backup();
    assertThat(world().get(backup.id())).isEqualTo(backup);
    assertStatus(backup, SCHEDULED);
  }

  @Test
  default void claimingStartsTheNextAttemptOfTheBackupAndItsCopies() {
    Backup backup = world().backup();
    Backup claimed = world().claim(backup);
    assertThat(claimed.attempt()).isEqualTo(1);
    assertThat(claimed.startedAt()).isEqualTo(World.NOW);
    assertThat(world().get(backup.id())).isEqualTo(claimed);
    assertStatus(backup, IN_PROGRESS);
  }

  @Test
  default void whatIsNotScheduledCannotBeClaimed() {
    Backup backup = world().backup();
    world().claim(backup);
    assertThat(world().did(b -> b.claim(b.get(backup.id()).orElseThrow(), World.NOW).isPresent()))
        .isFalse();
    assertThat(world().get(backup.id()).attempt()).isEqualTo(1);
  }

  @Test
  default void finishingKeepsTheOutcomeOfTheBackupAndOfEachCopy() {
    Backup claimed = world().claim(world().backup());
    Outcome outcome = World.completion(claimed);
    assertThat(world().did(b -> b.finish(claimed.id(), 1, outcome))).isTrue();
    Backup ended = world().get(claimed.id());
    assertThat(ended.addonVersion()).isEqualTo("17.3");
    assertThat(ended.completedAt()).isEqualTo(outcome.completedAt());
    assertThat(ended.progress()).isEqualTo(World.PROGRESS);
    assertThat(ended.copies())
        .allSatisfy(
            copy -> {
              assertThat(copy.sizeBytes()).isEqualTo(4711);
              assertThat(copy.path()).isEqualTo(AttemptPath.of(claimed));
            })
        .extracting(Copy::expiresAt)
        .containsExactlyElementsOf(claimed.copies().stream().map(Copy::expiresAt).toList());
    assertStatus(claimed, COMPLETED);
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "NOT_SUPPORTED"})
  default void anEndWithoutResultKeepsItsFailureAndExpiresAfterThirtyDays(BackupStatus end) {
    Backup claimed = world().claim(world().backup());
    Outcome outcome = World.outcome(claimed, end, World.FAILURE);
    world().write(s -> s.backups().finish(claimed.id(), 1, outcome));
    Backup ended = world().get(claimed.id());
    assertThat(ended.failure()).isEqualTo(World.FAILURE);
    assertThat(ended.copies())
        .allSatisfy(
            copy -> {
              assertThat(copy.failure()).isEqualTo(World.FAILURE);
              assertThat(copy.expiresAt()).isEqualTo(World.NOW.plus(Duration.ofDays(30)));
            });
    assertStatus(claimed, end);
  }

  @Test
  default void aCompletedBackupKnowsWhichDatabasesAreInItAndAFailedOneWhatItWasOf() {
    Backup completed = world().claim(world().backup());
    world().write(s -> s.backups().finish(completed.id(), 1, World.completion(completed)));
    assertThat(world().get(completed.id()).databases()).isEqualTo(World.DATABASES);
    Backup failed = world().claim(world().add(World.like(completed, "Failed")));
    world().write(s -> s.backups().finish(failed.id(), 1, World.failure(failed)));
    assertThat(world().get(failed.id()).databases()).isEqualTo(DatabaseSet.ALL);
  }

  @Test
  default void anUnknownVersionLeavesTheOneThatIsKnown() {
    Backup claimed = world().claim(world().backup());
    Outcome known = World.completion(claimed);
    Outcome unknown =
        new Outcome(
            known.status(),
            null,
            null,
            known.completedAt(),
            known.progress(),
            known.copies(),
            DatabaseSet.ONE);
    world().write(s -> s.backups().finish(claimed.id(), 1, unknown));
    assertThat(world().get(claimed.id()).addonVersion()).isEqualTo(claimed.addonVersion());
  }

  @Test
  default void anAttemptThatHasLostMovesNothing() {
    Backup first = world().claim(world().backup());
    world().write(s -> s.backups().reschedule(first.id(), 1));
    Backup second = world().claim(first);
    assertThat(second.attempt()).isEqualTo(2);
    Stream.<Predicate<BackupStore>>of(
            store -> store.progress(first.id(), 1, World.PROGRESS),
            store -> store.finish(first.id(), 1, World.completion(first)),
            store -> store.reschedule(first.id(), 1),
            store -> store.finishAbort(first.id(), 1, World.NOW))
        .forEach(move -> assertThat(world().did(move)).isFalse());
    assertThat(world().get(first.id())).isEqualTo(second);
  }

  @Test
  default void reschedulingPutsItBackToBeTriedAgain() {
    Backup claimed = world().claim(world().backup());
    world().write(s -> s.backups().progress(claimed.id(), 1, World.PROGRESS));
    assertThat(world().did(b -> b.reschedule(claimed.id(), 1))).isTrue();
    assertStatus(claimed, SCHEDULED);
    assertThat(world().get(claimed.id()).progress()).isEqualTo(Progress.NONE);
  }

  @Test
  default void progressIsNotedWhileItRuns() {
    Backup claimed = world().claim(world().backup());
    assertThat(world().did(b -> b.progress(claimed.id(), 1, World.PROGRESS))).isTrue();
    assertThat(world().get(claimed.id()).progress()).isEqualTo(World.PROGRESS);
  }

  @Test
  default void abortingWhatIsScheduledEndsItAtOnce() {
    Backup backup = world().backup();
    assertThat(world().abort(backup)).contains(ABORTED);
    assertStatus(backup, ABORTED);
    Backup ended = world().get(backup.id());
    assertThat(ended.completedAt()).isEqualTo(World.NOW);
    assertThat(ended.copies())
        .extracting(Copy::expiresAt)
        .containsOnly(World.NOW.plus(Duration.ofDays(30)));
  }

  @Test
  default void abortingARunAsksItToStopAndTheRunSaysWhenItHas() {
    Backup claimed = world().claim(world().backup());
    assertThat(world().abort(claimed)).contains(ABORTING);
    assertStatus(claimed, ABORTING);
    assertThat(world().get(claimed.id()).completedAt()).isNull();
    assertThat(world().did(b -> b.progress(claimed.id(), 1, World.PROGRESS))).isFalse();
    assertThat(world().abort(claimed)).contains(ABORTING);
    assertThat(world().did(b -> b.finish(claimed.id(), 1, World.completion(claimed)))).isFalse();
    assertThat(world().did(b -> b.finishAbort(claimed.id(), 1, World.NOW))).isTrue();
    assertStatus(claimed, ABORTED);
    assertThat(world().get(claimed.id()).completedAt()).isEqualTo(World.NOW);
  }

  @Test
  default void whatHasEndedMovesNoMore() {
    Backup ended = world().completed(world().backup());
    assertThat(world().abort(ended)).isEmpty();
    assertThat(world().did(b -> b.claim(b.get(ended.id()).orElseThrow(), World.NOW).isPresent()))
        .isFalse();
    Stream.<Predicate<BackupStore>>of(
            store -> store.progress(ended.id(), 1, Progress.NONE),
            store -> store.finish(ended.id(), 1, World.outcome(ended, FAILED, World.FAILURE)),
            store -> store.reschedule(ended.id(), 1),
            store -> store.finishAbort(ended.id(), 1, World.NOW))
        .forEach(move -> assertThat(world().did(move)).isFalse());
    assertThat(world().get(ended.id())).isEqualTo(ended);
  }

  @ParameterizedTest
  @EnumSource(names = {"SCHEDULED", "IN_PROGRESS", "ABORTING", "ABORTED"})
  default void aRunCannotEndAsWhatIsNoEndOfARun(BackupStatus status) {
    assertThatThrownBy(
            () ->
                new Outcome(
                    status, null, null, World.NOW, Progress.NONE, List.of(), DatabaseSet.ONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void anOutcomeThatForgetsACopyChangesNothing() {
    Backup claimed = world().claim(world().backup());
    Outcome whole = World.completion(claimed);
    Outcome partial =
        new Outcome(
            COMPLETED,
            null,
            null,
            World.NOW,
            Progress.NONE,
            whole.copies().subList(0, 1),
            DatabaseSet.ONE);
    assertThatThrownBy(() -> world().write(s -> s.backups().finish(claimed.id(), 1, partial)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(world().get(claimed.id())).isEqualTo(claimed);
  }

  @Test
  default void copiesOfOneBackupMayEndDifferently() {
    Backup claimed = world().claim(world().backup());
    DestinationId good = claimed.copies().get(0).destinationId();
    DestinationId bad = claimed.copies().get(1).destinationId();
    Outcome mixed =
        new Outcome(
            COMPLETED,
            null,
            null,
            World.NOW,
            World.PROGRESS,
            List.of(
                new CopyOutcome(bad, FAILED, null, 0, World.FAILURE),
                new CopyOutcome(good, COMPLETED, "p/", 7, null)),
            DatabaseSet.ONE);
    world().write(s -> s.backups().finish(claimed.id(), 1, mixed));
    Backup ended = world().get(claimed.id());
    assertThat(ended.copies()).extracting(Copy::status).containsExactly(COMPLETED, FAILED);
    assertThat(world().documents(bad))
        .containsExactly(World.document(ended, ended.copies().get(1)));
  }

  @Test
  default void retainingKeepsEveryCopyForEver() {
    Backup ended = world().completed(world().backup());
    world().change(s -> s.backups().retain(ended.id()));
    assertThat(world().get(ended.id()).copies())
        .extracting(Copy::expiresAt)
        .containsOnly(Copy.NEVER);
    assertStatus(ended, COMPLETED);
  }

  @Test
  default void theUnfinishedAreThoseThatRunOrAreBeingAborted() {
    world().backup();
    world().completed(world().backup());
    Backup running = world().claim(world().backup());
    Backup aborting = world().claim(world().backup());
    world().abort(aborting);
    List<Backup> unfinished = world().read(s -> s.backups().unfinished());
    assertThat(unfinished).extracting(Backup::id).containsExactly(running.id(), aborting.id());
  }
}
