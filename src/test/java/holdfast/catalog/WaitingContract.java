package holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.catalog.WaitingStore.Setback;
import holdfast.catalog.WaitingStore.Waiting;
import holdfast.model.Backup;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What waits, and the places that are taken. */
interface WaitingContract extends InWorld {

  @Test
  default void aBackupRemembersUntilWhenAndForWhatItWaits() {
    Backup backup = world().backup();
    assertThat(waiting(backup)).isEqualTo(new Waiting(0, 0, World.NOW, null, null));

    world()
        .change(
            stores -> {
              stores.waiting().startBy(backup.id(), World.NOW.plusSeconds(5));
              stores.waiting().waitFor(backup.id(), "server:one");
              stores.waiting().count(backup.id(), Setback.FAILURE);
              stores.waiting().count(backup.id(), Setback.LOSS);
              stores.waiting().count(backup.id(), Setback.LOSS);
            });

    assertThat(waiting(backup))
        .isEqualTo(new Waiting(1, 2, World.NOW, World.NOW.plusSeconds(5), "server:one"));
    assertThat(world().claim(backup).status()).isEqualTo(BackupStatus.IN_PROGRESS);
    assertThat(waiting(backup).waitsFor()).as("of one that runs").isNull();
    assertThat(world().<Optional<Waiting>>write(s -> s.waiting().lock(backup.id()))).isEmpty();
  }

  @Test
  default void theOneThatHasWaitedLongestIsFound() {
    Backup first = world().backup("first");
    Backup second = world().add(World.like(first, "second"));
    for (Backup backup : List.of(second, first)) {
      world().change(stores -> stores.waiting().waitFor(backup.id(), "server:one"));
    }

    assertThat(oldestFor("server:one")).contains(first.id());
    world().claim(first);
    assertThat(oldestFor("server:one")).contains(second.id());
    assertThat(oldestFor("server:two")).isEmpty();
  }

  @Test
  default void onlyWhatWaitsOnARunningAddonIsOverdue() {
    Backup overdue = world().backup("overdue");
    Backup running = world().add(World.like(overdue, "running"));
    Backup inTime = world().add(World.like(overdue, "in-time"));
    Backup whenever = world().add(World.like(overdue, "whenever"));
    Instant now = World.NOW.plusSeconds(10);
    world()
        .change(
            stores -> {
              stores.waiting().startBy(overdue.id(), now.minusMillis(1));
              stores.waiting().startBy(running.id(), now.minusMillis(1));
              stores.waiting().startBy(inTime.id(), now);
            });
    world().claim(running);
    assertThat(whenever.status()).isEqualTo(BackupStatus.SCHEDULED);

    assertThat(overdue(now)).containsExactly(overdue.id());
    world()
        .change(s -> s.addons().move(overdue.origin().addonId(), holdfast.model.AddonState.PAUSED));
    assertThat(overdue(now)).isEmpty();
    world().change(s -> s.waiting().startBy(overdue.origin().addonId(), now.plusSeconds(60)));
    assertThat(waiting(whenever).startBy()).isEqualTo(now.plusSeconds(60));
    assertThat(waiting(running).startBy()).isEqualTo(now.minusMillis(1));
  }

  @Test
  default void whatIsGivenUpHasFailedWithEveryCopy() {
    Backup backup = world().backup();

    assertThat(world().did(b -> b.giveUp(backup.id(), World.FAILURE, World.NOW))).isTrue();

    Backup ended = world().get(backup.id());
    assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(ended.failure()).isEqualTo(World.FAILURE);
    assertThat(ended.completedAt()).isEqualTo(World.NOW);
    assertThat(ended.copies())
        .allSatisfy(
            copy -> {
              assertThat(copy.status()).isEqualTo(BackupStatus.FAILED);
              assertThat(copy.failure()).isEqualTo(World.FAILURE);
            });
    assertThat(world().did(b -> b.giveUp(backup.id(), World.FAILURE, World.NOW))).isFalse();
  }

  @Test
  default void aPlaceHasSoManySlotsAndNoMore() {
    Place two = new Place("server:one", 2);

    assertThat(take("a", two)).isEmpty();
    assertThat(take("b", two)).isEmpty();
    assertThat(take("c", two)).contains(two);
    world().change(stores -> stores.slots().free("a"));
    assertThat(take("c", two)).isEmpty();
  }

  @Test
  default void whoFindsOnePlaceFullTakesNone() {
    Place full = new Place("b", 1);
    Place before = new Place("a", 1);
    Place after = new Place("c", 1);
    assertThat(take("first", full)).isEmpty();

    assertThat(take("second", after, full, before)).contains(full);

    assertThat(take("third", before, after)).isEmpty();
  }

  @Test
  default void everyEndOfAnAttemptFreesItsSlots() {
    Place place = new Place("server:one", 1);
    List<Runnable> ends = new ArrayList<>();
    Backup finished = world().backup("finished");
    Backup again = world().add(World.like(finished, "again"));
    Backup aborted = world().add(World.like(finished, "aborted"));
    ends.add(() -> world().did(b -> b.finish(finished.id(), 1, World.completion(finished))));
    ends.add(() -> world().did(b -> b.reschedule(again.id(), 1)));
    ends.add(
        () -> {
          world().abort(aborted);
          world().did(b -> b.finishAbort(aborted.id(), 1, World.NOW));
        });
    List<Backup> backups = List.of(finished, again, aborted);
    for (int i = 0; i < backups.size(); i++) {
      Backup claimed = world().claim(backups.get(i));
      assertThat(take(claimed.id().toString(), place)).isEmpty();
      assertThat(take("another", place)).contains(place);

      ends.get(i).run();
    }
    assertThat(take("another", place)).isEmpty();
  }

  private Optional<BackupId> oldestFor(String what) {
    return world().read(stores -> stores.waiting().oldestFor(what));
  }

  private List<BackupId> overdue(Instant now) {
    return world().read(stores -> stores.waiting().overdue(now, 10));
  }

  private Optional<Place> take(String run, Place... places) {
    return world().write(stores -> stores.slots().take(run, List.of(places)));
  }

  private Waiting waiting(Backup backup) {
    return world().read(stores -> stores.waiting().get(backup.id())).orElseThrow();
  }
}
