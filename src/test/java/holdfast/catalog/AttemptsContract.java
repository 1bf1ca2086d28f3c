package holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.catalog.AttemptStore.Attempt;
import holdfast.model.Backup;
import holdfast.model.BackupStatus;
import holdfast.model.Copy;
import holdfast.model.DatabaseSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is known of attempts that have lost. */
interface AttemptsContract extends InWorld {

  private List<Attempt> lost() {
    return world().read(s -> s.attempts().lost());
  }

  @Test
  default void anAttemptThatRunsOrIsBeingAbortedHasNotLost() {
    Backup backup = world().claim(world().backup());
    assertThat(lost()).isEmpty();
    world().abort(backup);
    assertThat(lost()).isEmpty();
    world().did(b -> b.finishAbort(backup.id(), 1, World.NOW));
    assertThat(lost())
        .extracting(Attempt::destinationId)
        .containsExactlyInAnyOrderElementsOf(
            backup.copies().stream().map(Copy::destinationId).toList());
  }

  @Test
  default void anAttemptLosesWhenItsBackupIsRescheduled() {
    Backup first = world().claim(world().backup());
    world().did(b -> b.reschedule(first.id(), 1));
    world().claim(first);
    assertThat(lost()).hasSize(2).extracting(Attempt::attempt).containsOnly(1);
    assertThat(lost()).extracting(Attempt::path).containsOnly(AttemptPath.of(first));
  }

  @Test
  default void anAttemptThatFailedHasLostAndOneThatCompletedHasNot() {
    world().completed(world().backup());
    assertThat(lost()).isEmpty();
    Backup failing = world().claim(world().backup());
    world().did(b -> b.finish(failing.id(), 1, World.failure(failing)));
    assertThat(lost()).hasSize(2).extracting(Attempt::backupId).containsOnly(failing.id());
  }

  @Test
  default void theCopyThatFailedBesideACompletedOneHasLost() {
    Backup claimed = world().claim(world().backup());
    BackupStore.Outcome good = World.completion(claimed);
    BackupStore.Outcome bad = World.failure(claimed);
    BackupStore.Outcome mixed =
        new BackupStore.Outcome(
            BackupStatus.COMPLETED,
            null,
            null,
            World.NOW,
            World.PROGRESS,
            List.of(good.copies().get(0), bad.copies().get(1)),
            DatabaseSet.ONE);
    world().did(b -> b.finish(claimed.id(), 1, mixed));
    assertThat(lost())
        .extracting(Attempt::destinationId)
        .containsExactly(claimed.copies().get(1).destinationId());
  }

  @Test
  default void theLostOfOneBackupAreItsOwn() {
    Backup mine = world().claim(world().backup());
    Backup other = world().claim(world().backup());
    world().did(b -> b.reschedule(mine.id(), 1));
    world().did(b -> b.reschedule(other.id(), 1));
    List<Attempt> ofMine = world().read(s -> s.attempts().lostOf(mine.id()));
    assertThat(ofMine).hasSize(2).extracting(Attempt::backupId).containsOnly(mine.id());
    assertThat(lost()).hasSize(4);
  }

  @Test
  default void aForgottenNoteIsGoneAndOnlyThatOne() {
    Backup claimed = world().claim(world().backup());
    world().did(b -> b.reschedule(claimed.id(), 1));
    Attempt forgotten = lost().getFirst();
    world().change(s -> s.attempts().forget(forgotten));
    assertThat(lost()).hasSize(1).doesNotContain(forgotten);
    world().change(s -> s.attempts().forget(forgotten));
    assertThat(lost()).hasSize(1);
  }

  @Test
  default void aLostAttemptIsRememberedWhenItsBackupIsGone() {
    Backup claimed = world().claim(world().backup());
    world().did(b -> b.finish(claimed.id(), 1, World.failure(claimed)));
    world().did(b -> b.markDeleting(claimed.id(), null, World.NOW));
    claimed
        .copies()
        .forEach(
            copy -> world().change(s -> s.backups().remove(claimed.id(), copy.destinationId())));
    assertThat(lost()).hasSize(2);
  }

  @Test
  default void aNoteIsKeptForAsLongAsItWasSaid() {
    Backup mine = world().claim(world().backup());
    Backup other = world().claim(world().backup());
    world().did(b -> b.reschedule(mine.id(), 1));
    world().claim(mine);
    world().change(s -> s.attempts().keep(mine.id(), 1, World.NOW));
    world().did(b -> b.reschedule(mine.id(), 2));
    world().did(b -> b.reschedule(other.id(), 1));

    assertThat(lost())
        .allSatisfy(
            attempt ->
                assertThat(attempt.isKeptAt(World.NOW.minusMillis(1)))
                    .isEqualTo(attempt.backupId().equals(mine.id()) && attempt.attempt() == 1));
    assertThat(lost()).hasSize(6).noneMatch(attempt -> attempt.isKeptAt(World.NOW));
  }
}
