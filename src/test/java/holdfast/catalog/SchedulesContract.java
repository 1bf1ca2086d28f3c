package holdfast.catalog;

import static holdfast.model.Interval.DAILY;
import static holdfast.model.Interval.HOURLY;
import static holdfast.model.Interval.WEEKLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.model.AdditionalDestination;
import holdfast.model.Addon;
import holdfast.model.AddonId;
import holdfast.model.BackupDestination;
import holdfast.model.BackupType;
import holdfast.model.Compression;
import holdfast.model.DestinationId;
import holdfast.model.Interval;
import holdfast.model.Schedule;
import holdfast.model.ScheduleId;
import holdfast.model.ScheduleTerms;
import holdfast.model.Timing;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a schedule store promises. */
interface SchedulesContract extends InWorld {

  private Addon addon() {
    return world().addon(world().project("Project " + World.key()), "Database");
  }

  private List<Schedule> stored(AddonId addon) {
    return world().read(s -> s.schedules().of(addon));
  }

  private Schedule insert(Schedule schedule) {
    world().change(s -> s.schedules().insert(schedule));
    return schedule;
  }

  private static Schedule dumps(Addon addon, Interval interval) {
    return schedule(addon, interval, null, List.of());
  }

  private static Schedule schedule(
      Addon addon,
      Interval interval,
      @Nullable DestinationId custom,
      List<AdditionalDestination> additional) {
    Timing timing =
        new Timing(
            interval,
            List.of(30, 0),
            interval == HOURLY ? List.of() : List.of(4),
            interval == WEEKLY ? List.of(0, 6) : List.of());
    return schedule(
        addon,
        new ScheduleTerms(
            timing,
            BackupType.DUMP,
            Compression.ZSTD,
            5,
            custom,
            additional,
            ZoneId.of("Europe/Berlin")));
  }

  private static Schedule schedule(Addon addon, ScheduleTerms terms) {
    return new Schedule(
        new ScheduleId(World.key()), addon.id(), terms, World.NOW, World.NOW.plusSeconds(9));
  }

  static List<Schedule> oneOfEachInterval(Addon addon) {
    return Arrays.stream(Interval.values()).map(interval -> dumps(addon, interval)).toList();
  }

  private static Schedule snapshots(Addon addon) {
    Timing timing = new Timing(DAILY, List.of(0), List.of(4), List.of());
    return schedule(
        addon,
        new ScheduleTerms(timing, BackupType.SNAPSHOT, null, 60, null, List.of(), ZoneOffset.UTC));
  }

  @Test
  default void schedulesComeBackAsTheyWereStored() {
    Addon addon = addon();
    DestinationId place = world().destination("Place").id();
    DestinationId other = world().destination("Other").id();
    Schedule full =
        insert(
            schedule(
                addon,
                WEEKLY,
                place,
                List.of(
                    new AdditionalDestination(other, 30),
                    new AdditionalDestination(place, null),
                    new AdditionalDestination(other, null))));
    Schedule bare = insert(snapshots(addon));
    assertThat(stored(addon.id())).containsExactly(full, bare);
    assertThat(stored(addon().id())).isEmpty();
  }

  @Test
  default void anAddonHasOneScheduleOfEachKind() {
    Addon addon = addon();
    Schedule first = insert(dumps(addon, DAILY));
    insert(snapshots(addon));
    insert(dumps(addon(), DAILY));
    assertThatThrownBy(() -> insert(dumps(addon, DAILY)))
        .isInstanceOf(TakenException.class)
        .hasMessageContaining("daily dump");
    assertThat(stored(addon.id())).hasSize(2).contains(first);
  }

  @Test
  default void schedulesAreListedNewestFirstAndOnlyTheAddons() {
    Addon addon = addon();
    Schedule a = insert(dumps(addon, HOURLY));
    Schedule b = insert(dumps(addon, DAILY));
    Schedule c = insert(dumps(addon, WEEKLY));
    insert(dumps(addon(), DAILY));
    List<Schedule> walked =
        InWorld.walk(2, page -> world().read(s -> s.schedules().list(addon.id(), page)));
    assertThat(walked).containsExactly(c, b, a);
  }

  @Test
  default void aReplacedSetIsWhollyAnother() {
    Addon addon = addon();
    DestinationId place = world().destination("Place").id();
    Schedule stays = insert(dumps(addon, DAILY));
    insert(schedule(addon, HOURLY, null, List.of(new AdditionalDestination(place, 1))));
    Schedule others = insert(dumps(addon(), HOURLY));
    Schedule changed =
        stays.withTerms(
            schedule(addon, DAILY, place, List.of()).terms(), World.NOW.plusSeconds(60));
    Schedule added = dumps(addon, WEEKLY);
    world().change(s -> s.schedules().replace(addon.id(), List.of(added, changed)));
    assertThat(stored(addon.id())).containsExactly(changed, added);
    world().change(s -> s.schedules().replace(addon.id(), List.of()));
    assertThat(stored(addon.id())).isEmpty();
    assertThat(stored(others.addonId())).containsExactly(others);
  }

  @Test
  default void aScheduleIsDeletedOnceAndOfItsAddonOnly() {
    Schedule schedule = insert(dumps(addon(), DAILY));
    AddonId elsewhere = addon().id();
    assertThat(deleted(elsewhere, schedule.id())).isFalse();
    assertThat(deleted(schedule.addonId(), schedule.id())).isTrue();
    assertThat(deleted(schedule.addonId(), schedule.id())).isFalse();
  }

  private boolean deleted(AddonId addon, ScheduleId id) {
    return world().write(s -> s.schedules().delete(addon, id));
  }

  @Test
  default void schedulesGoWithTheirAddon() {
    BackupDestination place = world().destination("Place");
    Addon addon = addon();
    insert(
        schedule(addon, DAILY, place.id(), List.of(new AdditionalDestination(place.id(), null))));
    world().change(s -> s.addons().delete(addon.id()));
    assertThat(stored(addon.id())).isEmpty();
    assertThat(isUsed(place.id())).isFalse();
    world().change(s -> s.destinations().delete(place.id()));
  }

  @Test
  default void aDestinationThatAScheduleNamesIsUsedAndCannotBeDeleted() {
    DestinationId custom = world().destination("Custom").id();
    DestinationId additional = world().destination("Additional").id();
    Schedule schedule =
        insert(
            schedule(
                addon(),
                DAILY,
                custom,
                List.of(
                    new AdditionalDestination(additional, 3),
                    new AdditionalDestination(additional, null))));
    for (DestinationId place : List.of(custom, additional)) {
      assertThat(isUsed(place)).isTrue();
      assertThatThrownBy(() -> world().change(s -> s.destinations().delete(place)))
          .isInstanceOf(CatalogException.class);
    }
    deleted(schedule.addonId(), schedule.id());
    assertThat(isUsed(custom)).isFalse();
    assertThat(isUsed(additional)).isFalse();
  }

  private boolean isUsed(DestinationId place) {
    return world().read(s -> s.destinations().isUsed(place));
  }
}
