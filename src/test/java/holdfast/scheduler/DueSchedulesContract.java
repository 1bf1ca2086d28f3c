package holdfast.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.catalog.Catalog;
import holdfast.catalog.CatalogException;
import holdfast.catalog.FiringStore.ShownFiring;
import holdfast.engine.DueSchedules;
import holdfast.model.Addon;
import holdfast.model.AddonState;
import holdfast.model.Backup;
import holdfast.model.BackupStatus;
import holdfast.model.Compression;
import holdfast.model.FiredSchedule;
import holdfast.model.Firing;
import holdfast.model.FiringOutcome;
import holdfast.model.Interval;
import holdfast.model.Origin;
import holdfast.model.Schedule;
import holdfast.model.ScheduleTerms;
import holdfast.model.SourceType;
import holdfast.model.Timing;
import holdfast.schedule.FiringPolicy;
import holdfast.schedule.Spread;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of schedules as the clock goes on, on a real catalog. */
abstract class DueSchedulesContract {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Instant TWO = Instant.parse("2026-11-24T02:00:00Z");

  private Catalog catalog;
  Timetable timetable;

  /** Opens the same catalog, empty at first. */
  abstract Catalog open();

  @BeforeEach
  final void openCatalog() {
    catalog = open();
    timetable = new Timetable(catalog);
  }

  @AfterEach
  final void closeCatalog() {
    catalog.close();
  }

  private int tickUntilIdle(DueSchedules node) {
    int acted = 0;
    for (int now = node.tick(); now > 0; now = node.tick()) {
      acted += now;
    }
    return acted;
  }

  private int tickAfter(Duration step) {
    timetable.advance(step);
    return tickUntilIdle(timetable.node());
  }

  private List<String> queue() {
    return timetable.ask("SELECT task_instance FROM scheduled_tasks WHERE task_name = 'backup'");
  }

  @Test
  void schedulesThatMeetMakeOneBackupWithAQueueEntryThatCarriesAll() {
    Addon addon = timetable.addon("Shop");
    Schedule daily = timetable.daily(addon);
    Schedule hourly = timetable.hourly(addon, 0, 30);
    tickAfter(Duration.ofSeconds(59));
    assertThat(timetable.backups(addon)).isEmpty();

    assertThat(tickAfter(Duration.ofSeconds(1))).isEqualTo(1);
    Backup backup = timetable.backups(addon).getFirst();
    assertThat(timetable.backups(addon)).hasSize(1);
    assertThat(backup.status()).isEqualTo(BackupStatus.SCHEDULED);
    assertThat(backup.name()).isEqualTo("Backup 2026-11-24 02:00:00");
    assertThat(backup.origin()).isEqualTo(Origin.of(timetable.project, addon));
    assertThat(backup.source()).isEqualTo(SourceType.SAME_ADDON);
    assertThat(backup.addonVersion()).isEqualTo("17.2");
    assertThat(backup.compression()).isEqualTo(Compression.ZSTD);
    assertThat(backup.schedules())
        .extracting(FiredSchedule::id)
        .containsExactly(daily.id(), hourly.id());
    assertThat(backup.copies().getFirst().expiresAt()).isEqualTo(TWO.plus(Duration.ofDays(2)));
    assertThat(queue()).containsExactly(backup.id().toString());
    assertThat(timetable.firings(daily))
        .extracting(ShownFiring::backup)
        .containsExactly(backup.slug());
    assertThat(timetable.told(hourly))
        .containsExactly("2026-11-24T02:00:00Z..2026-11-24T02:00:00Z taken");
    assertThat(next(hourly)).isEqualTo(TWO.plus(Duration.ofMinutes(30)));
    assertThat(next(daily)).isEqualTo(TWO.plus(Duration.ofDays(1)));
    assertThat(tickAfter(MINUTE)).isZero();
  }

  private Instant next(Schedule schedule) {
    return catalog.read(s -> s.firings().next(schedule.id())).orElseThrow();
  }

  @Test
  void aFiringIsSkippedWhileTheScheduledBackupBeforeHasNotEnded() {
    Addon addon = timetable.addon("Slow");
    Schedule hourly = timetable.hourly(addon, 0);
    tickAfter(Duration.ZERO);
    tickAfter(MINUTE);
    Backup first = timetable.backups(addon).getFirst();
    tickAfter(Duration.ofHours(1));
    assertThat(timetable.backups(addon)).containsExactly(first);
    assertThat(timetable.firings(hourly).getFirst().firing().outcome())
        .isEqualTo(FiringOutcome.SKIPPED);
    assertThat(timetable.firings(hourly).getFirst().firing().reason())
        .isEqualTo("the backup backup-2026-11-24-02-00-00 has not ended");
    timetable.change(s -> s.backups().abort(first.id(), TWO));
    tickAfter(Duration.ofHours(1));
    assertThat(timetable.backups(addon)).hasSize(2);
  }

  @Test
  void aPausedAddonsFiringsAreSkippedAndDoNotPileUp() {
    Addon addon = timetable.addon("Paused");
    Schedule hourly = timetable.hourly(addon, 0);
    timetable.change(s -> s.addons().move(addon.id(), AddonState.PAUSED));
    tickAfter(Duration.ZERO);
    tickAfter(MINUTE);
    assertThat(timetable.backups(addon)).isEmpty();
    assertThat(timetable.firings(hourly).getFirst().firing().reason())
        .isEqualTo("the addon is paused");
    timetable.change(s -> s.addons().move(addon.id(), AddonState.RUNNING));
    assertThat(tickAfter(MINUTE)).isZero();
    tickAfter(Duration.ofHours(1));
    assertThat(timetable.backups(addon)).hasSize(1);
  }

  @Test
  void afterADowntimeThereIsOneBackupForAllThatWasMissed() {
    Addon addon = timetable.addon("Away");
    Schedule hourly = timetable.hourly(addon, 0, 30);
    Schedule daily = timetable.daily(addon);
    tickAfter(Duration.ZERO);
    tickAfter(Duration.ofHours(20).plusMinutes(11));
    assertThat(timetable.backups(addon)).hasSize(1);
    assertThat(timetable.told(hourly))
        .containsExactly("2026-11-24T02:00:00Z..2026-11-24T22:00:00Z caught-up");
    assertThat(timetable.told(daily))
        .containsExactly("2026-11-24T02:00:00Z..2026-11-24T02:00:00Z caught-up");
    assertThat(next(hourly)).isEqualTo(Instant.parse("2026-11-24T22:30:00Z"));
  }

  @Test
  void aClockThatGoesBackMakesNothingTwice() {
    Addon addon = timetable.addon("Back");
    timetable.hourly(addon, 0);
    tickAfter(Duration.ZERO);
    tickAfter(MINUTE);
    assertThat(tickAfter(Duration.ofMinutes(-90))).isZero();
    assertThat(tickAfter(Duration.ofMinutes(90))).isZero();
    assertThat(timetable.backups(addon)).hasSize(1);
  }

  @Test
  void aNewScheduleThatIsPutOffLosesNoFiring() {
    Addon addon = timetable.addon("Put off");
    timetable.advance(Duration.ofSeconds(50));
    Schedule hourly = timetable.hourly(addon, 0);
    inZone("Mars/Olympus", hourly);
    tickAfter(Duration.ZERO);
    inZone("Z", hourly);
    tickAfter(MINUTE);
    assertThat(timetable.told(hourly))
        .containsExactly("2026-11-24T02:00:00Z..2026-11-24T02:00:00Z taken");
  }

  @Test
  void aNewScheduleThatIsPutOffAndThenKeptForOtherDaysLosesNoFiring() {
    Addon addon = timetable.addon("Put off");
    timetable.advance(Duration.ofSeconds(50));
    Schedule hourly = timetable.hourly(addon, 0);
    inZone("Mars/Olympus", hourly);
    tickAfter(Duration.ZERO);
    inZone("Z", hourly);
    timetable.advance(Duration.ofSeconds(20));
    change(hourly, new Timing(Interval.HOURLY, List.of(0), List.of(), List.of()), 5);
    tickAfter(Duration.ZERO);
    assertThat(timetable.told(hourly))
        .containsExactly("2026-11-24T02:00:00Z..2026-11-24T02:00:00Z taken");
  }

  private void inZone(String zone, Schedule schedule) {
    timetable.execute(
        "UPDATE schedule SET time_zone = '%s' WHERE id = '%s'".formatted(zone, schedule.id()));
  }

  private void change(Schedule before, Timing timing, int days) {
    ScheduleTerms old = before.terms();
    ScheduleTerms terms =
        new ScheduleTerms(
            timing, old.backupType(), old.compression(), days, null, List.of(), old.timeZone());
    Schedule after = before.withTerms(terms, timetable.clock.instant());
    timetable.change(s -> s.schedules().replace(before.addonId(), List.of(after)));
  }

  @Test
  void aTimeThatHasComeWhenItsScheduleGetsOtherTimesIsNotedAsSkipped() {
    Addon addon = timetable.addon("Moved");
    Schedule hourly = timetable.hourly(addon, 0);
    tickAfter(Duration.ZERO);
    change(hourly, new Timing(Interval.HOURLY, List.of(0, 10), List.of(), List.of()), 2);
    assertThat(timetable.firings(hourly)).as("nothing has come").isEmpty();
    tickAfter(Duration.ZERO);
    timetable.advance(MINUTE);
    change(hourly, new Timing(Interval.HOURLY, List.of(30), List.of(), List.of()), 2);
    assertThat(timetable.firings(hourly))
        .extracting(ShownFiring::firing)
        .containsExactly(
            new Firing(
                hourly.id(),
                TWO,
                TWO,
                FiringOutcome.SKIPPED,
                "its schedule's times were changed before it was acted on",
                null,
                TWO));
    tickAfter(Duration.ofMinutes(30));
    assertThat(timetable.told(hourly))
        .containsExactly(
            "2026-11-24T02:30:00Z..2026-11-24T02:30:00Z taken",
            "2026-11-24T02:00:00Z..2026-11-24T02:00:00Z skipped");
  }

  @Test
  void newTimesBringBackAScheduleThatAWrongClockHasMovedOn() {
    Addon addon = timetable.addon("Ahead");
    Schedule hourly = timetable.hourly(addon, 0);
    tickAfter(Duration.ZERO);
    tickAfter(Duration.ofHours(2).plusMinutes(1));
    endAll(addon);
    timetable.advance(Duration.ofHours(-2));
    change(hourly, new Timing(Interval.HOURLY, List.of(0, 30), List.of(), List.of()), 2);
    assertThat(timetable.firings(hourly)).as("of times that have not come").isEmpty();
    List<String> told = new ArrayList<>();
    for (int half = 0; half < 4; half++) {
      tickAfter(Duration.ofMinutes(30));
      endAll(addon);
      told.addFirst(timetable.told(hourly).getFirst());
    }
    assertThat(told)
        .containsExactly(
            "2026-11-24T04:00:00Z..2026-11-24T04:00:00Z taken",
            "2026-11-24T03:30:00Z..2026-11-24T03:30:00Z taken",
            "2026-11-24T03:00:00Z..2026-11-24T03:00:00Z taken",
            "2026-11-24T02:30:00Z..2026-11-24T02:30:00Z taken");
    assertThat(timetable.told(hourly)).isEqualTo(told);
  }

  private void endAll(Addon addon) {
    timetable.backups(addon).forEach(it -> timetable.change(s -> s.backups().abort(it.id(), TWO)));
  }

  @Test
  void whatIsChangedOrDeletedBeforeItsTimeDoesNotFire() {
    Addon addon = timetable.addon("Changed");
    Schedule daily = timetable.daily(addon);
    Schedule hourly = timetable.hourly(addon, 0);
    tickAfter(Duration.ZERO);
    timetable.change(s -> s.schedules().replace(addon.id(), List.of(daily)));
    tickAfter(MINUTE);
    assertThat(timetable.backups(addon).getFirst().schedules())
        .extracting(FiredSchedule::id)
        .containsExactly(daily.id());
    assertThat(timetable.firings(hourly)).isEmpty();
    timetable.change(s -> s.addons().delete(addon.id()));
    assertThat(tickAfter(Duration.ofDays(1))).isZero();
  }

  @Test
  void aCatalogThatCannotBeWrittenLosesNothing() {
    Addon addon = timetable.addon("Broken");
    Schedule hourly = timetable.hourly(addon, 0);
    tickAfter(Duration.ZERO);
    timetable.execute("ALTER TABLE firing RENAME TO hidden");
    timetable.execute("ALTER TABLE schedule RENAME COLUMN due_at TO hidden");
    assertThatThrownBy(() -> tickAfter(MINUTE)).isInstanceOf(CatalogException.class);
    timetable.execute("ALTER TABLE schedule RENAME COLUMN hidden TO due_at");
    assertThat(timetable.node().tick()).as("what cannot be noted is postponed").isEqualTo(1);
    timetable.execute("ALTER TABLE hidden RENAME TO firing");
    assertThat(timetable.backups(addon)).isEmpty();
    assertThat(queue()).isEmpty();
    tickAfter(MINUTE);
    assertThat(timetable.backups(addon)).hasSize(1);
    assertThat(timetable.told(hourly))
        .containsExactly("2026-11-24T02:00:00Z..2026-11-24T02:00:00Z taken");
  }

  @Test
  void anAddonThatCannotBeReadKeepsNoOtherFromItsBackups() {
    Addon bad = timetable.addon("Bad");
    Schedule broken = timetable.hourly(bad, 0);
    List<Addon> good = IntStream.range(0, 3).mapToObj(i -> timetable.addon("Good " + i)).toList();
    good.forEach(addon -> timetable.hourly(addon, 0));
    inZone("Mars/Olympus", broken);
    tickAfter(Duration.ZERO);
    tickAfter(MINUTE);
    assertThat(good).allSatisfy(addon -> assertThat(timetable.backups(addon)).hasSize(1));
    assertThat(timetable.node().tick()).isZero();
    inZone("UTC", broken);
    tickAfter(Duration.ofHours(1).plusMinutes(1));
    assertThat(timetable.backups(bad)).hasSize(1);
  }

  @Test
  void whatFiredIsForgottenWhenItIsLongPast() {
    Addon addon = timetable.addon("Forgetful");
    Schedule daily = timetable.daily(addon);
    tickAfter(Duration.ZERO);
    tickAfter(MINUTE);
    timetable.advance(Duration.ofDays(10));
    assertThat(timetable.node().forget()).isFalse();
    assertThat(timetable.firings(daily)).hasSize(1);
    timetable.advance(Duration.ofSeconds(1));
    timetable.node().forget();
    assertThat(timetable.firings(daily)).isEmpty();
  }

  @Test
  void severalNodesThatTickAtTheSameTimeMakeEachBackupOnce() throws Exception {
    int many = 120;
    List<Addon> addons = new ArrayList<>();
    List<Schedule> schedules = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      Addon addon = timetable.addon("Addon " + i);
      addons.add(addon);
      schedules.add(timetable.hourly(addon, 0));
      schedules.add(timetable.daily(addon));
    }
    tickAfter(Duration.ZERO);
    timetable.advance(MINUTE);
    try (Catalog other = openAgain()) {
      List<DueSchedules> nodes =
          List.of(timetable.node(), timetable.node(), nodeOn(other), nodeOn(other));
      raced(nodes.stream().<Callable<Integer>>map(it -> () -> tickUntilIdle(it)).toList());
      tickUntilIdle(timetable.node());
    }
    assertThat(addons).allSatisfy(it -> assertThat(timetable.backups(it)).hasSize(1));
    assertThat(queue()).hasSize(many).doesNotHaveDuplicates();
    assertThat(schedules)
        .allSatisfy(
            it ->
                assertThat(timetable.told(it))
                    .containsExactly("2026-11-24T02:00:00Z..2026-11-24T02:00:00Z taken"));
  }

  /** Another node's view of the catalog. */
  abstract Catalog openAgain();

  private DueSchedules nodeOn(Catalog other) {
    return timetable.node(other, new FiringPolicy(true, Spread.NONE));
  }

  private static void raced(List<Callable<Integer>> racers) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(racers.size())) {
      for (Future<Integer> future : threads.invokeAll(racers)) {
        future.get(60, TimeUnit.SECONDS);
      }
    }
  }
}
