package holdfast.catalog;

import static holdfast.model.BackupStatus.ABORTED;
import static holdfast.model.BackupStatus.COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.Addon;
import holdfast.model.AddonId;
import holdfast.model.AddonState;
import holdfast.model.Backup;
import holdfast.model.BackupStatus;
import holdfast.model.DestinationId;
import holdfast.model.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Many want the same thing at the same moment, and one gets it. */
interface RacesContract extends InWorld {
  int THREADS = 8;

  /** Runs all at the same moment; answers what each said, or the exception that it threw. */
  static List<Object> race(List<Callable<?>> runners) throws Exception {
    CyclicBarrier start = new CyclicBarrier(runners.size());
    try (ExecutorService threads = Executors.newFixedThreadPool(runners.size())) {
      List<Future<Object>> results = new ArrayList<>();
      for (Callable<?> runner : runners) {
        results.add(threads.submit(() -> outcome(start, runner)));
      }
      List<Object> outcomes = new ArrayList<>();
      for (Future<Object> result : results) {
        outcomes.add(result.get(30, TimeUnit.SECONDS));
      }
      return outcomes;
    }
  }

  private static Object outcome(CyclicBarrier start, Callable<?> runner) throws Exception {
    start.await(10, TimeUnit.SECONDS);
    try {
      return runner.call();
    } catch (TakenException | GoneException e) {
      return e;
    }
  }

  static List<Object> race(Callable<?> runner) throws Exception {
    List<Callable<?>> runners = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      runners.add(runner);
    }
    return race(runners);
  }

  @RepeatedTest(3)
  default void ofManyWhoClaimOneBackupOneWins() throws Exception {
    Backup backup = world().backup();
    List<Object> won = race(() -> world().did(b -> b.claim(backup, World.NOW).isPresent()));
    assertThat(won).containsOnlyOnce(true);
    assertThat(world().get(backup.id()).attempt()).isEqualTo(1);
  }

  @RepeatedTest(3)
  default void anEndAndAnAbortCannotBothHappen() throws Exception {
    Backup claimed = world().claim(world().backup());
    List<Object> outcomes =
        race(
            List.of(
                () -> world().did(b -> b.finish(claimed.id(), 1, World.completion(claimed))),
                () -> world().abort(claimed).isPresent()));
    assertThat(outcomes).containsExactlyInAnyOrder(true, false);
  }

  @RepeatedTest(3)
  default void abortingFindsTheBackupWhateverElseMovesIt() throws Exception {
    Backup claimed = world().claim(world().backup());
    List<Object> outcomes =
        race(
            List.of(
                () -> world().did(b -> b.reschedule(claimed.id(), 1)),
                () -> world().abort(claimed).isPresent()));
    assertThat(outcomes.get(1)).isEqualTo(true);
    BackupStatus status = world().get(claimed.id()).status();
    assertThat(status).isIn(ABORTED, BackupStatus.ABORTING);
  }

  @RepeatedTest(3)
  default void ofManyWhoWantThreeSlotsThreeGetOne() throws Exception {
    Place place = new Place("server:one", 3);
    AtomicInteger runs = new AtomicInteger();
    List<Object> outcomes =
        race(
            () ->
                world()
                    .write(s -> s.slots().take("run-" + runs.incrementAndGet(), List.of(place)))
                    .isEmpty());
    assertThat(outcomes).filteredOn(Boolean.TRUE::equals).hasSize(3);
    List<String> taken = world().read(s -> World.ask(s, "SELECT COUNT(*) FROM slot", 1));
    assertThat(taken).containsExactly("3");
  }

  @RepeatedTest(3)
  default void whoWantsTwoPlacesGetsBothOrNeitherAndNobodyWaitsForEver() throws Exception {
    List<Place> places = List.of(new Place("destination:one", 2), new Place("server:one", 2));
    AtomicInteger runs = new AtomicInteger();
    AtomicInteger starts = new AtomicInteger();
    List<Object> outcomes =
        race(
            () -> {
              String run = "run-" + runs.incrementAndGet();
              for (int i = 0; i < 20; i++) {
                if (world().write(s -> s.slots().take(run, places)).isEmpty()) {
                  starts.incrementAndGet();
                  world().change(s -> s.slots().free(run));
                }
              }
              return true;
            });
    assertThat(outcomes).containsOnly(true);
    assertThat(starts.get()).isPositive();
    List<String> taken = world().read(s -> World.ask(s, "SELECT COUNT(*) FROM slot", 1));
    assertThat(taken).containsExactly("0");
  }

  @RepeatedTest(3)
  default void ofManyRestoresIntoOneTargetOneIsInserted() throws Exception {
    Backup backup = world().completed(world().backup());
    List<Object> outcomes =
        race(() -> world().restore(backup, backup.origin().addonId()).status().wire());
    assertThat(outcomes).containsOnlyOnce("scheduled");
    assertThat(outcomes).filteredOn(TakenException.class::isInstance).hasSize(THREADS - 1);
  }

  @RepeatedTest(5)
  default void aCopyIsEitherRestoredOrDeleted() throws Exception {
    Backup backup = world().completed(world().backup());
    List<Object> outcomes =
        race(
            List.of(
                () -> world().did(b -> b.markDeleting(backup.id(), null, World.NOW)),
                () -> world().restore(backup, backup.origin().addonId()) != null));
    assertThat(outcomes).containsOnlyOnce(true);
  }

  @RepeatedTest(3)
  default void restoresResumptionsAndDeletionsDoNotWaitForEachOther() throws Exception {
    Backup backup = world().completed(world().backup());
    AddonId addon = backup.origin().addonId();
    Backup waiting = world().add(World.like(backup, "Waiting"));
    List<Callable<?>> all = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      all.add(
          () -> {
            world().restore(backup, addon);
            return true;
          });
      all.add(
          () -> {
            world()
                .change(
                    s -> {
                      s.addons().move(addon, AddonState.RUNNING);
                      s.waiting().startBy(addon, World.NOW);
                    });
            return true;
          });
      all.add(() -> world().write(s -> s.waiting().lock(waiting.id())).isPresent());
      all.add(() -> world().did(b -> b.markDeleting(backup.id(), null, World.NOW)));
    }
    assertThat(race(all)).hasSize(all.size());
  }

  @RepeatedTest(5)
  default void theLastTwoCopiesRemovedAtOnceTakeTheBackupWithThem() throws Exception {
    Backup backup = world().completed(world().backup());
    world().did(b -> b.markDeleting(backup.id(), null, World.NOW));
    List<Callable<?>> removals = new ArrayList<>();
    backup.copies().forEach(copy -> removals.add(() -> remove(backup, copy.destinationId())));
    race(removals);
    boolean taken =
        world().read(s -> s.backups().isTaken(backup.origin().addonId(), backup.slug()));
    assertThat(taken).isFalse();
  }

  private boolean remove(Backup backup, DestinationId destination) {
    world().change(s -> s.backups().remove(backup.id(), destination));
    return true;
  }

  @Test
  default void ofManyBackupsOfOneNameOneIsInserted() throws Exception {
    Backup first = world().backup("First");
    List<Object> outcomes =
        race(
            () -> {
              Backup rival = World.like(first, "Rival");
              world().change(s -> s.backups().insert(rival));
              return true;
            });
    assertThat(outcomes).containsOnlyOnce(true);
    assertThat(outcomes).filteredOn(TakenException.class::isInstance).hasSize(THREADS - 1);
  }

  @RepeatedTest(3)
  default void ofManyWhoReplaceTheSchedulesOfAnAddonEachLeavesAWholeSet() throws Exception {
    Addon addon = world().addon(world().project("Project"), "Database");
    List<Object> outcomes =
        race(
            () -> {
              List<Schedule> set = SchedulesContract.oneOfEachInterval(addon);
              world().change(s -> s.schedules().replace(addon.id(), set));
              return set;
            });
    List<Schedule> last = world().read(s -> s.schedules().of(addon.id()));
    assertThat(outcomes).contains(last).hasSize(THREADS).noneMatch(Exception.class::isInstance);
  }

  @Test
  default void writersOfDifferentThingsAllGetThrough() throws Exception {
    Backup shape = world().backup("Shape");
    List<Object> outcomes =
        race(
            () -> {
              Backup mine = World.like(shape, "Mine " + Thread.currentThread().threadId());
              world().change(s -> s.backups().insert(mine));
              return world().completed(mine).status();
            });
    assertThat(outcomes).containsOnly(COMPLETED).hasSize(THREADS);
  }
}
