package holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.catalog.FiringStore.ShownFiring;
import holdfast.model.Addon;
import holdfast.model.AddonId;
import holdfast.model.AddonState;
import holdfast.model.AwaitedSchedule;
import holdfast.model.Backup;
import holdfast.model.BackupType;
import holdfast.model.Compression;
import holdfast.model.Coverage;
import holdfast.model.Firing;
import holdfast.model.FiringOutcome;
import holdfast.model.Interval;
import holdfast.model.NextFiring;
import holdfast.model.Origin;
import holdfast.model.Project;
import holdfast.model.Schedule;
import holdfast.model.ScheduleId;
import holdfast.model.ScheduleTerms;
import holdfast.model.Timing;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the store of firings promises. */
interface FiringsContract extends InWorld {
  Instant DUE = World.NOW.plusSeconds(60);

  private Addon addon(String name) {
    return world().addon(world().project("Project " + World.key()), name);
  }

  private Schedule schedule(Addon addon, Interval interval) {
    Schedule schedule =
        SchedulesContract.oneOfEachInterval(addon).stream()
            .filter(it -> it.terms().timing().interval() == interval)
            .findFirst()
            .orElseThrow();
    world().change(s -> s.schedules().insert(schedule));
    return schedule;
  }

  private void settle(Schedule schedule, Instant firingAt, Instant dueAt) {
    world()
        .change(s -> s.firings().settle(List.of(new NextFiring(schedule.id(), firingAt, dueAt))));
  }

  private List<AddonId> due(Instant now, int limit) {
    return world().write(s -> s.firings().claimDue(now, limit));
  }

  private DueAddon standing(AddonId addon) {
    return world().write(s -> s.firings().standing(List.of(addon))).getFirst();
  }

  private AwaitedSchedule awaited(Schedule schedule) {
    return standing(schedule.addonId()).schedules().stream()
        .filter(it -> it.schedule().id().equals(schedule.id()))
        .findFirst()
        .orElseThrow();
  }

  private static Firing firing(Schedule schedule, int minute, @Nullable Backup backup) {
    Instant at = DUE.plusSeconds(60L * minute);
    return new Firing(
        schedule.id(),
        at,
        at,
        backup == null ? FiringOutcome.SKIPPED : FiringOutcome.TAKEN,
        backup == null ? "the addon is paused" : null,
        backup == null ? null : backup.id(),
        at.plusSeconds(1));
  }

  private void record(Firing... firings) {
    world().change(s -> s.firings().record(List.of(firings)));
  }

  @Test
  default void aNewScheduleIsDueAtOnceAndWhenItFiresIsNotKnown() {
    Schedule schedule = schedule(addon("New"), Interval.DAILY);
    assertThat(due(schedule.updatedAt().minusMillis(1), 9)).isEmpty();
    assertThat(due(schedule.updatedAt(), 9)).containsExactly(schedule.addonId());
    assertThat(awaited(schedule))
        .isEqualTo(new AwaitedSchedule(schedule, null, schedule.updatedAt()));
    assertThat(next(schedule)).isEmpty();
  }

  private Optional<Instant> next(Schedule schedule) {
    return world().read(s -> s.firings().next(schedule.id()));
  }

  @Test
  default void aScheduleIsDueWhenItWasSettledThatItIs() {
    Schedule schedule = schedule(addon("Settled"), Interval.DAILY);
    settle(schedule, DUE, DUE.plusSeconds(5));
    assertThat(due(DUE.plusSeconds(4), 9)).isEmpty();
    assertThat(due(DUE.plusSeconds(5), 9)).containsExactly(schedule.addonId());
    assertThat(awaited(schedule)).isEqualTo(new AwaitedSchedule(schedule, DUE, DUE.plusSeconds(5)));
    assertThat(next(schedule)).contains(DUE);
  }

  @Test
  default void theLongestDueComesFirstAndEachAddonOnce() {
    List<Schedule> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Addon addon = addon("Addon");
      all.add(schedule(addon, Interval.DAILY));
      all.add(schedule(addon, Interval.HOURLY));
    }
    for (int i = 0; i < all.size(); i++) {
      settle(all.get(i), DUE, DUE.minusSeconds(i));
    }
    List<AddonId> oldestFirst =
        new ArrayList<>(all.stream().map(Schedule::addonId).distinct().toList());
    Collections.reverse(oldestFirst);
    assertThat(due(DUE, 9)).isEqualTo(oldestFirst);
    assertThat(due(DUE, 2)).isEqualTo(oldestFirst.subList(0, 1));
    assertThat(due(DUE.minusSeconds(4), 9)).isEqualTo(oldestFirst.subList(0, 1));
  }

  @Test
  default void anAddonStandsWithItsSchedulesAndTheBackupsMadeForThem() {
    Project project = world().project("Standing");
    Addon addon = world().addon(project, "Database");
    Schedule daily = schedule(addon, Interval.DAILY);
    assertThat(standing(addon.id()))
        .isEqualTo(
            new DueAddon(
                Origin.of(project, addon),
                addon.version(),
                AddonState.RUNNING,
                Coverage.ONE,
                Map.of(),
                List.of(new AwaitedSchedule(daily, null, daily.updatedAt()))));
    Backup made = world().backup(project, addon, "Made for it", world().destination("There"));
    Backup byHand = World.like(made, "By hand");
    world().change(s -> s.backups().insert(byHand));
    assertThat(standing(addon.id()).unfinished()).isEqualTo(Map.of(BackupType.DUMP, made.slug()));
    world().claim(made);
    assertThat(standing(addon.id()).unfinished()).containsKey(BackupType.DUMP);
    world().abort(made);
    assertThat(standing(addon.id()).unfinished()).containsKey(BackupType.DUMP);
    world().did(b -> b.finishAbort(made.id(), 1, World.NOW));
    assertThat(standing(addon.id()).unfinished()).isEmpty();
    world().change(s -> s.addons().move(addon.id(), AddonState.PAUSED));
    assertThat(standing(addon.id()).state()).isEqualTo(AddonState.PAUSED);
  }

  @Test
  default void whatHasNoSchedulesOrIsGoneDoesNotStand() {
    AddonId bare = addon("Bare").id();
    AddonId gone = addon("Gone").id();
    world().change(s -> s.addons().delete(gone));
    for (List<AddonId> addons : List.of(List.of(bare, gone), List.<AddonId>of())) {
      List<DueAddon> standing = world().write(s -> s.firings().standing(addons));
      assertThat(standing).isEmpty();
    }
    assertThat(world().<Boolean>write(s -> s.firings().claim(gone))).isFalse();
    assertThat(world().<Boolean>write(s -> s.firings().claim(bare))).isTrue();
  }

  @Test
  default void whatIsPostponedIsDueLaterAndFiresWhenItDid() {
    Schedule schedule = schedule(addon("Postponed"), Interval.DAILY);
    settle(schedule, DUE, DUE);
    world().change(s -> s.firings().postpone(schedule.addonId(), DUE.plusSeconds(60)));
    assertThat(due(DUE.plusSeconds(59), 9)).isEmpty();
    assertThat(due(DUE.plusSeconds(60), 9)).hasSize(1);
    assertThat(next(schedule)).contains(DUE);
    world().change(s -> s.firings().postpone(schedule.addonId(), DUE));
    assertThat(due(DUE.plusSeconds(59), 9)).isEmpty();
  }

  @Test
  default void firingsAreListedNewestFirstWithTheBackupAsLongAsItIsThere() {
    Project project = world().project("Listed");
    Addon addon = world().addon(project, "Database");
    Backup backup = world().backup(project, addon, "Taken", world().destination("There"));
    Schedule schedule = schedule(addon, Interval.HOURLY);
    Schedule other = schedule(addon, Interval.DAILY);
    Firing taken = firing(schedule, 0, backup);
    Firing skipped = firing(schedule, 1, null);
    Firing again = firing(schedule, 2, backup);
    record(taken, skipped, firing(other, 1, null));
    record(again);
    record();
    List<ShownFiring> listed =
        InWorld.walk(2, page -> world().read(s -> s.firings().list(schedule.id(), page)));
    assertThat(listed)
        .containsExactly(
            new ShownFiring(again, backup.slug()),
            new ShownFiring(skipped, null),
            new ShownFiring(taken, backup.slug()));
    assertThat(latest(schedule.id())).contains(listed.getFirst());
    Page<ShownFiring> last =
        world().read(s -> s.firings().list(schedule.id(), new PageRequest(9, null, 2)));
    assertThat(last.items()).containsExactly(listed.getLast());
    world().completed(backup);
    world().did(b -> b.markDeleting(backup.id(), null, World.NOW));
    assertThat(latest(schedule.id())).contains(new ShownFiring(again, null));
    assertThat(latest(new ScheduleId(World.key()))).isEmpty();
  }

  private Optional<ShownFiring> latest(ScheduleId schedule) {
    return world().read(s -> s.firings().latest(schedule));
  }

  @Test
  default void whatIsNotedOfAnInstantAgainTakesThePlaceOfWhatWas() {
    Project project = world().project("Twice");
    Addon addon = world().addon(project, "Database");
    Backup backup = world().backup(project, addon, "Taken", world().destination("There"));
    Schedule schedule = schedule(addon, Interval.HOURLY);
    record(firing(schedule, 0, null));
    Firing once = firing(schedule, 0, backup);
    Firing again =
        new Firing(
            schedule.id(),
            once.since().minusSeconds(60),
            once.at(),
            FiringOutcome.CAUGHT_UP,
            null,
            backup.id(),
            once.actedAt().plusSeconds(9));
    record(again);
    assertThat(world().read(s -> s.firings().list(schedule.id(), PageRequest.first(9))).items())
        .containsExactly(new ShownFiring(again, backup.slug()));
  }

  @Test
  default void firingsAreForgottenByAgeAndInBites() {
    Schedule schedule = schedule(addon("Old"), Interval.HOURLY);
    for (int minute = 0; minute < 5; minute++) {
      record(firing(schedule, minute, null));
    }
    Instant fourth = firing(schedule, 3, null).actedAt();
    assertThat(forget(fourth, 2)).isEqualTo(2);
    assertThat(forget(fourth, 2)).isEqualTo(1);
    assertThat(forget(fourth, 2)).isZero();
    assertThat(world().read(s -> s.firings().list(schedule.id(), PageRequest.first(9))).items())
        .extracting(shown -> shown.firing().at())
        .containsExactly(firing(schedule, 4, null).at(), firing(schedule, 3, null).at());
  }

  private int forget(Instant before, int limit) {
    return world().write(s -> s.firings().forget(before, limit));
  }

  @Test
  default void firingsGoWithTheirSchedule() {
    Schedule schedule = schedule(addon("Deleted"), Interval.HOURLY);
    record(firing(schedule, 0, null));
    world().write(s -> s.schedules().delete(schedule.addonId(), schedule.id()));
    assertThat(latest(schedule.id())).isEmpty();
  }

  @Test
  default void aScheduleInAReplacedSetGoesOnUnlessItsTimesAreOthers() {
    Schedule before = schedule(addon("Replaced"), Interval.DAILY);
    ScheduleTerms terms = before.terms();
    settle(before, DUE, DUE.plusSeconds(5));
    record(firing(before, 0, null));
    Instant changedAt = World.NOW.plusSeconds(90);

    Timing reordered = new Timing(Interval.DAILY, List.of(0, 30), List.of(4), List.of());
    Schedule kept = replaced(before, terms(reordered, terms.timeZone(), 6), changedAt);
    assertThat(awaited(kept)).isEqualTo(new AwaitedSchedule(kept, DUE, DUE.plusSeconds(5)));

    Timing later = new Timing(Interval.DAILY, List.of(0), List.of(5), List.of());
    Schedule moved = replaced(kept, terms(later, terms.timeZone(), 6), changedAt.plusSeconds(1));
    assertThat(awaited(moved))
        .isEqualTo(new AwaitedSchedule(moved, null, changedAt.plusSeconds(1)));

    settle(moved, DUE, DUE);
    Schedule elsewhere =
        replaced(moved, terms(later, ZoneId.of("Asia/Tokyo"), 6), changedAt.plusSeconds(2));
    assertThat(awaited(elsewhere))
        .isEqualTo(new AwaitedSchedule(elsewhere, null, changedAt.plusSeconds(2)));
    assertThat(latest(before.id())).isPresent();
  }

  private Schedule replaced(Schedule before, ScheduleTerms terms, Instant at) {
    Schedule after = before.withTerms(terms, at);
    world().change(s -> s.schedules().replace(before.addonId(), List.of(after)));
    List<Schedule> stored = world().read(s -> s.schedules().of(before.addonId()));
    assertThat(stored).containsExactly(after);
    return after;
  }

  private static ScheduleTerms terms(Timing timing, ZoneId zone, int days) {
    return new ScheduleTerms(timing, BackupType.DUMP, Compression.GZ, days, null, List.of(), zone);
  }
}
