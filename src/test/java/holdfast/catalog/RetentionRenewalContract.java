package holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.Addon;
import holdfast.model.Backup;
import holdfast.model.BackupDestination;
import holdfast.model.BackupStatus;
import holdfast.model.Copy;
import holdfast.model.DestinationId;
import holdfast.model.FiredSchedule;
import holdfast.model.Interval;
import holdfast.model.Project;
import holdfast.model.ScheduleId;
import holdfast.model.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a schedule's new retention does to the backups that exist. */
interface RetentionRenewalContract extends InWorld {
  /** An addon with two destinations and two schedules, of whose backups each test makes some. */
  record Scene(
      World world,
      Project project,
      Addon addon,
      BackupDestination east,
      BackupDestination west,
      ScheduleId hourly,
      ScheduleId daily) {

    static Scene of(World world) {
      Project project = world.project("Project");
      return new Scene(
          world,
          project,
          world.addon(project, "Database"),
          world.destination("East"),
          world.destination("West"),
          new ScheduleId(World.key()),
          new ScheduleId(World.key()));
    }

    /** Taken for these, into both destinations, where it would expire in 60 days. */
    Backup backup(String name, FiredSchedule... schedules) {
      Backup shape = World.unsavedBackup(project, addon, name, east, west);
      Backup backup = BackupRows.withSchedules(shape, List.of(schedules));
      world.change(stores -> stores.backups().insert(backup));
      return backup;
    }

    FiredSchedule hourlyIntoBoth(int days) {
      return fired(hourly, Map.of(east.id(), days, west.id(), days));
    }

    FiredSchedule dailyIntoEast(int days) {
      return fired(daily, Map.of(east.id(), days));
    }

    private static FiredSchedule fired(ScheduleId id, Map<DestinationId, Integer> days) {
      Timing timing = new Timing(Interval.DAILY, List.of(0), List.of(4), List.of());
      return new FiredSchedule(id, timing, days);
    }

    void renew(ScheduleId schedule, Map<DestinationId, Integer> days) {
      world.change(stores -> stores.retention().renew(addon.id(), schedule, days));
    }

    List<Instant> expiries(Backup backup) {
      return world.get(backup.id()).copies().stream().map(Copy::expiresAt).toList();
    }

    static Instant after(int days) {
      return World.NOW.plus(Duration.ofDays(days));
    }

    void assertDocumentsAreTrue(Backup backup) {
      Backup now = world.get(backup.id());
      for (Copy copy : now.copies()) {
        assertThat(world.documents(copy.destinationId())).contains(World.document(now, copy));
      }
    }
  }

  @Test
  default void aBackupFollowsTheScheduleThatItWasTakenFor() {
    Scene scene = Scene.of(world());
    Backup completed = world().completed(scene.backup("Mine", scene.hourlyIntoBoth(60)));
    Backup others = world().completed(scene.backup("Other", scene.dailyIntoEast(60)));
    Backup byHand = world().completed(scene.backup("By hand"));
    scene.renew(scene.hourly(), Map.of(scene.east().id(), 3, scene.west().id(), 90));
    assertThat(scene.expiries(completed)).containsExactly(Scene.after(3), Scene.after(90));
    assertThat(world().get(completed.id()).schedules())
        .containsExactly(
            Scene.fired(
                scene.hourly(), Map.of(scene.east().id(), 3, scene.west().id(), 90)));
    scene.assertDocumentsAreTrue(completed);
    assertThat(world().get(others.id())).isEqualTo(others);
    assertThat(world().get(byHand.id())).isEqualTo(byHand);
  }

  @Test
  default void theLongestOfTheSchedulesThatNamedADestinationCounts() {
    Scene scene = Scene.of(world());
    Backup backup =
        world().completed(scene.backup("Both", scene.hourlyIntoBoth(60), scene.dailyIntoEast(30)));
    scene.renew(scene.hourly(), Map.of(scene.east().id(), 2, scene.west().id(), 2));
    assertThat(scene.expiries(backup)).containsExactly(Scene.after(30), Scene.after(2));
    scene.renew(scene.daily(), Map.of(scene.east().id(), 1));
    assertThat(scene.expiries(backup)).containsExactly(Scene.after(2), Scene.after(2));
  }

  @Test
  default void aDestinationThatIsNamedNoLongerKeepsItsDaysAndANewOneGetsNone() {
    Scene scene = Scene.of(world());
    Backup backup = world().completed(scene.backup("Mine", scene.dailyIntoEast(60)));
    scene.renew(scene.daily(), Map.of(scene.west().id(), 5));
    assertThat(world().get(backup.id())).isEqualTo(backup);
    scene.renew(scene.daily(), Map.of(scene.east().id(), 7, scene.west().id(), 5));
    assertThat(scene.expiries(backup)).containsExactly(Scene.after(7), Scene.after(60));
  }

  @Test
  default void aRetainedCopyStaysRetained() {
    Scene scene = Scene.of(world());
    Backup backup = world().completed(scene.backup("Mine", scene.hourlyIntoBoth(60)));
    world().change(stores -> stores.backups().retain(backup.id()));
    scene.renew(scene.hourly(), Map.of(scene.east().id(), 3, scene.west().id(), 3));
    assertThat(scene.expiries(backup)).containsOnly(Copy.NEVER);
    scene.assertDocumentsAreTrue(backup);
  }

  @Test
  default void aBackupThatFailedIsKeptThirtyDaysOrAsTheScheduleSaysIfThatIsShorter() {
    Scene scene = Scene.of(world());
    Backup waiting = scene.backup("Mine", scene.hourlyIntoBoth(60));
    Backup claimed = world().claim(waiting);
    assertThat(world().did(b -> b.finish(claimed.id(), 1, World.failure(claimed)))).isTrue();
    scene.renew(scene.hourly(), Map.of(scene.east().id(), 3, scene.west().id(), 90));
    assertThat(scene.expiries(waiting)).containsExactly(Scene.after(3), Scene.after(30));
    scene.renew(scene.hourly(), Map.of(scene.east().id(), 90, scene.west().id(), 29));
    assertThat(scene.expiries(waiting)).containsExactly(Scene.after(30), Scene.after(29));
    scene.assertDocumentsAreTrue(waiting);
  }

  @Test
  default void aBackupThatHasNotEndedFollowsToo() {
    Scene scene = Scene.of(world());
    Backup waiting = scene.backup("Waiting", scene.hourlyIntoBoth(60));
    Backup running = world().claim(scene.backup("Running", scene.hourlyIntoBoth(60)));
    scene.renew(scene.hourly(), Map.of(scene.east().id(), 90, scene.west().id(), 3));
    assertThat(scene.expiries(waiting)).containsExactly(Scene.after(90), Scene.after(3));
    scene.assertDocumentsAreTrue(waiting);
    assertThat(world().did(b -> b.finish(running.id(), 1, World.completion(running)))).isTrue();
    assertThat(world().get(running.id()).status()).isEqualTo(BackupStatus.COMPLETED);
    assertThat(scene.expiries(running)).containsExactly(Scene.after(90), Scene.after(3));
  }

  @Test
  default void aBackupThatIsRetainedBeforeOrDuringItsRunStaysRetainedAfterIt() {
    Scene scene = Scene.of(world());
    Backup before = scene.backup("Before", scene.hourlyIntoBoth(60));
    world().change(stores -> stores.backups().retain(before.id()));
    Backup during = scene.backup("During", scene.hourlyIntoBoth(60));
    Backup claimed = world().claim(during);
    world().change(stores -> stores.backups().retain(during.id()));
    assertThat(world().did(b -> b.finish(during.id(), 1, World.completion(claimed)))).isTrue();
    assertThat(world().completed(before).copies())
        .extracting(Copy::expiresAt)
        .containsOnly(Copy.NEVER);
    scene.renew(scene.hourly(), Map.of(scene.east().id(), 3, scene.west().id(), 3));
    assertThat(scene.expiries(before)).containsOnly(Copy.NEVER);
    assertThat(scene.expiries(during)).containsOnly(Copy.NEVER);
  }

  @Test
  default void whatLiesInDeletionIsLeftAlone() {
    Scene scene = Scene.of(world());
    Backup backup = world().completed(scene.backup("Mine", scene.hourlyIntoBoth(60)));
    world().did(b -> b.markDeleting(backup.id(), scene.east().id(), World.NOW));
    scene.renew(scene.hourly(), Map.of(scene.east().id(), 3, scene.west().id(), 3));
    assertThat(scene.expiries(backup)).containsExactly(Scene.after(3));
    world().did(b -> b.markDeleting(backup.id(), null, World.NOW));
    scene.renew(scene.hourly(), Map.of(scene.east().id(), 5, scene.west().id(), 5));
    List<BackupStore.DoomedCopy> doomed = world().read(s -> s.backups().doomedOf(backup.id()));
    assertThat(doomed).hasSize(2);
  }
}
