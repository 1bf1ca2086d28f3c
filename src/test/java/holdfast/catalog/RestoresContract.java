package holdfast.catalog;

import static holdfast.model.BackupStatus.ABORTED;
import static holdfast.model.BackupStatus.ABORTING;
import static holdfast.model.BackupStatus.COMPLETED;
import static holdfast.model.BackupStatus.FAILED;
import static holdfast.model.BackupStatus.IN_PROGRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.model.AddonId;
import holdfast.model.Backup;
import holdfast.model.BackupStatus;
import holdfast.model.Failure;
import holdfast.model.Restore;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a restore store promises. */
interface RestoresContract extends InWorld {
  private AddonId elsewhere() {
    return world().addon(world().project("Elsewhere"), "Target").id();
  }

  private Restore scheduled() {
    Backup backup = world().completed(world().backup());
    return world().restore(backup, backup.origin().addonId());
  }

  private Restore running() {
    Restore restore = scheduled();
    return world().write(s -> s.restores().claim(restore.id())).orElseThrow();
  }

  private List<Restore> active() {
    return world().read(s -> s.restores().active());
  }

  private boolean did(Predicate<RestoreStore> move) {
    return world().write(s -> move.test(s.restores()));
  }

  private boolean finish(Restore restore, BackupStatus status, @Nullable Failure failure) {
    return did(r -> r.finish(restore.id(), status, failure, World.NOW));
  }

  private Optional<BackupStatus> abort(Restore restore) {
    return world().write(s -> s.restores().abort(restore.id(), World.NOW));
  }

  private Restore stored(Restore restore) {
    return world().read(s -> s.restores().get(restore.id())).orElseThrow();
  }

  private Optional<Restore> active(Restore restore) {
    return world().read(s -> s.restores().activeInto(restore.target()));
  }

  @Test
  default void aRestoreComesBackAsItWasInserted() {
    Restore restore = scheduled();
    assertThat(stored(restore)).isEqualTo(restore);
    assertThat(active(restore)).contains(restore);
  }

  @Test
  default void aTargetTakesOneRestoreAtATime() {
    AddonId elsewhere = elsewhere();
    Backup backup = world().completed(world().backup());
    Restore first = world().restore(backup, elsewhere);
    assertThatThrownBy(() -> world().restore(backup, elsewhere)).isInstanceOf(TakenException.class);
    world().restore(backup, backup.origin().addonId());
    abort(first);
    Restore second = world().restore(backup, elsewhere);
    assertThat(active(second)).contains(second);
  }

  @Test
  default void aCopyThatIsNotOfferedCannotBeRestored() {
    AddonId elsewhere = elsewhere();
    Backup backup = world().completed(world().backup());
    world().did(b -> b.markDeleting(backup.id(), null, World.NOW));
    assertThatThrownBy(() -> world().restore(backup, elsewhere)).isInstanceOf(GoneException.class);
    assertThatThrownBy(() -> world().restore(World.like(backup, "Never saved"), elsewhere))
        .isInstanceOf(GoneException.class);
  }

  @Test
  default void anAddonThatIsGoneIsNoTarget() {
    Backup backup = world().completed(world().backup());
    AddonId gone = new AddonId(World.key());
    assertThatThrownBy(() -> world().restore(backup, gone)).isInstanceOf(GoneException.class);
  }

  @Test
  default void aRestoreIsClaimedOnce() {
    Restore claimed = running();
    assertThat(claimed.status()).isEqualTo(IN_PROGRESS);
    assertThat(did(r -> r.claim(claimed.id()).isPresent())).isFalse();
    List<Restore> unfinished = world().read(s -> s.restores().unfinished());
    assertThat(unfinished).containsExactly(claimed);
  }

  @Test
  default void progressIsNotedWhileTheRestoreRuns() {
    Restore scheduled = scheduled();
    assertThat(did(r -> r.progress(scheduled.id(), World.PROGRESS))).isFalse();
    did(r -> r.claim(scheduled.id()).isPresent());
    assertThat(did(r -> r.progress(scheduled.id(), World.PROGRESS))).isTrue();
    assertThat(stored(scheduled).progress()).isEqualTo(World.PROGRESS);
    abort(scheduled);
    assertThat(did(r -> r.progress(scheduled.id(), World.PROGRESS))).isFalse();
  }

  @Test
  default void aRestoreThatWasTakenOverGoesNoFurtherAndIsEndedOnce() {
    Restore restore = running();
    assertThat(did(r -> r.takeOver(restore.id()))).isTrue();
    assertThat(did(r -> r.takeOver(restore.id()))).isTrue();
    assertThat(did(r -> r.progress(restore.id(), World.PROGRESS))).isFalse();

    assertThat(finish(restore, FAILED, World.FAILURE)).isTrue();
    assertThat(finish(restore, COMPLETED, null)).isFalse();
    assertThat(did(r -> r.finishAbort(restore.id(), World.NOW))).isFalse();
    assertThat(did(r -> r.takeOver(restore.id()))).isFalse();
    assertThat(stored(restore).status()).isEqualTo(FAILED);
  }

  @Test
  default void aRestoreIsActiveUntilItHasEnded() {
    Restore restore = scheduled();
    assertThat(active()).containsExactly(restore);
    world().write(s -> s.restores().claim(restore.id()));
    assertThat(active()).hasSize(1);
    assertThat(finish(restore, BackupStatus.COMPLETED, null)).isTrue();
    assertThat(active()).isEmpty();
  }

  @Test
  default void aRestoreCompletesOnce() {
    Restore restore = running();
    assertThat(finish(restore, COMPLETED, null)).isTrue();
    assertThat(stored(restore).status()).isEqualTo(COMPLETED);
    assertThat(stored(restore).completedAt()).isEqualTo(World.NOW);
    assertThat(active(restore)).isEmpty();
    assertThat(finish(restore, FAILED, World.FAILURE)).isFalse();
    assertThat(abort(restore)).isEmpty();
    assertThat(did(r -> r.finishAbort(restore.id(), World.NOW))).isFalse();
    assertThat(stored(restore).status()).isEqualTo(COMPLETED);
  }

  @Test
  default void aFailedRestoreKeepsItsFailure() {
    Restore restore = running();
    assertThat(finish(restore, FAILED, World.FAILURE)).isTrue();
    assertThat(stored(restore).failure()).isEqualTo(World.FAILURE);
  }

  @Test
  default void whyARestoreBrokeOffIsKeptUntilItsEndIsKnown() {
    Restore restore = scheduled();
    assertThat(did(r -> r.brokeOff(restore.id(), World.FAILURE))).isFalse();
    did(r -> r.claim(restore.id()).isPresent());
    assertThat(did(r -> r.brokeOff(restore.id(), World.FAILURE))).isTrue();
    assertThat(stored(restore).failure()).isEqualTo(World.FAILURE);
    assertThat(stored(restore).status()).isEqualTo(IN_PROGRESS);

    assertThat(finish(restore, COMPLETED, null)).isTrue();
    assertThat(stored(restore).failure()).isNull();
  }

  @Test
  default void anAbortedRestoreHasNotFailed() {
    Restore restore = running();
    did(r -> r.brokeOff(restore.id(), World.FAILURE));
    abort(restore);
    assertThat(did(r -> r.finishAbort(restore.id(), World.NOW))).isTrue();
    assertThat(stored(restore).failure()).isNull();
  }

  @Test
  default void whatHasNotBegunCannotEnd() {
    Restore restore = scheduled();
    assertThat(finish(restore, COMPLETED, null)).isFalse();
    assertThat(did(r -> r.finishAbort(restore.id(), World.NOW))).isFalse();
    assertThatThrownBy(() -> finish(restore, IN_PROGRESS, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void aScheduledRestoreIsAbortedAtOnce() {
    Restore restore = scheduled();
    assertThat(abort(restore)).contains(ABORTED);
    assertThat(stored(restore).completedAt()).isEqualTo(World.NOW);
    assertThat(did(r -> r.claim(restore.id()).isPresent())).isFalse();
  }

  @Test
  default void aRunningRestoreStopsAndSaysSo() {
    Restore restore = running();
    assertThat(abort(restore)).contains(ABORTING);
    assertThat(abort(restore)).contains(ABORTING);
    assertThat(active(restore)).isPresent();
    assertThat(finish(restore, FAILED, World.FAILURE)).isFalse();
    assertThat(did(r -> r.finishAbort(restore.id(), World.NOW))).isTrue();
    assertThat(stored(restore).status()).isEqualTo(ABORTED);
    assertThat(stored(restore).completedAt()).isEqualTo(World.NOW);
  }

  @Test
  default void anAbortThatCameTooLateFindsItCompleted() {
    Restore restore = running();
    abort(restore);
    assertThat(finish(restore, COMPLETED, null)).isTrue();
    assertThat(stored(restore).status()).isEqualTo(COMPLETED);
  }

  @Test
  default void restoresAreListedNewestFirstByTargetAndByBackupAndTarget() {
    AddonId elsewhere = elsewhere();
    Backup backup = world().completed(world().backup());
    Restore first = world().restore(backup, elsewhere);
    abort(first);
    Restore second = world().restore(backup, elsewhere);
    abort(second);
    Restore third = world().restore(backup, backup.origin().addonId());
    Backup other = world().completed(world().backup());
    Restore ofOther = world().restore(other, elsewhere);
    List<Restore> ofBackup =
        InWorld.walk(
            1, page -> world().read(s -> s.restores().listOfBackup(backup.id(), elsewhere, page)));
    List<Restore> ofTarget =
        InWorld.walk(1, page -> world().read(s -> s.restores().listOfTarget(elsewhere, page)));
    Optional<Restore> latest = world().read(s -> s.restores().latestOf(backup.id()));
    assertThat(ofBackup).containsExactly(stored(second), stored(first));
    assertThat(ofTarget).containsExactly(ofOther, stored(second), stored(first));
    assertThat(latest).contains(third);
  }

  @Test
  default void aBackupThatWasNeverRestoredHasNoLatestRestore() {
    Backup backup = world().backup();
    Optional<Restore> latest = world().read(s -> s.restores().latestOf(backup.id()));
    assertThat(latest).isEmpty();
  }
}
