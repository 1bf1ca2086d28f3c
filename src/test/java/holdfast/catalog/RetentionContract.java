package holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.AdditionalDestination;
import holdfast.model.Addon;
import holdfast.model.AddonId;
import holdfast.model.Backup;
import holdfast.model.BackupDestination;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.BackupType;
import holdfast.model.Compression;
import holdfast.model.Copy;
import holdfast.model.CopyFacts;
import holdfast.model.DatabaseSet;
import holdfast.model.DestinationId;
import holdfast.model.Interval;
import holdfast.model.Location;
import holdfast.model.Project;
import holdfast.model.Schedule;
import holdfast.model.ScheduleId;
import holdfast.model.ScheduleTerms;
import holdfast.model.SourceType;
import holdfast.model.Timing;
import holdfast.testing.FactsByHand;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is due, and what is true of it. */
interface RetentionContract extends InWorld {
  int BACKUPS = 60;

  /** Two addons and three destinations, full of backups that have ended in every way. */
  record Crowd(
      World world,
      Random random,
      List<Addon> addons,
      List<BackupDestination> places,
      Set<BackupId> read) {

    static Crowd of(World world, long seed) {
      Project project = world.project("Project");
      BackupDestination builtIn = world.destination("Built in", new Location.Local("/built-in"));
      Crowd crowd =
          new Crowd(
              world,
              new Random(seed),
              List.of(world.addon(project, "One"), world.addon(project, "Two")),
              List.of(builtIn, world.destination("East"), world.destination("West")),
              new HashSet<>());
      for (int i = 0; i < BACKUPS; i++) {
        crowd.backup(project, "Backup " + i);
      }
      crowd.schedule(BackupType.DUMP, null, List.of());
      crowd.schedule(BackupType.SNAPSHOT, 1, List.of(2));
      return crowd;
    }

    private void backup(Project project, String name) {
      Backup shape =
          World.unsavedBackup(
              project,
              any(addons),
              name,
              places
                  .subList(0, 1 + random.nextInt(places.size()))
                  .toArray(BackupDestination[]::new));
      BackupStatus status = any(List.of(BackupStatus.values()));
      Backup backup = like(shape, status);
      world.change(stores -> stores.backups().insert(backup));
      if (status.isTerminal() && random.nextInt(8) == 0) {
        Addon target = world.addon(project, "Target of " + name);
        world.restore(backup, target.id());
        read.add(backup.id());
      } else if (random.nextInt(8) == 0) {
        world.did(
            b -> b.markDeleting(backup.id(), any(backup.copies()).destinationId(), World.NOW));
      }
    }

    private Backup like(Backup shape, BackupStatus status) {
      SourceType source = any(List.of(SourceType.values()));
      BackupType type = source == SourceType.SNAPSHOT ? BackupType.SNAPSHOT : BackupType.DUMP;
      return new Backup(
          shape.id(),
          shape.slug(),
          shape.name(),
          shape.origin(),
          type,
          shape.compression(),
          source,
          status,
          1,
          List.of(),
          null,
          null,
          shape.createdAt(),
          null,
          null,
          shape.progress(),
          shape.copies().stream().map(copy -> like(copy, status)).toList(),
          DatabaseSet.ONE);
    }

    private Copy like(Copy shape, BackupStatus status) {
      boolean failsHere = status == BackupStatus.COMPLETED && random.nextInt(3) == 0;
      Instant expiresAt =
          random.nextInt(4) == 0
              ? Copy.NEVER
              : World.NOW.plus(Duration.ofDays(random.nextInt(7) - 4));
      return new Copy(
          shape.destinationId(),
          failsHere ? BackupStatus.FAILED : status,
          null,
          0,
          expiresAt,
          null);
    }

    private void schedule(BackupType type, @Nullable Integer custom, List<Integer> additional) {
      ScheduleTerms terms =
          new ScheduleTerms(
              new Timing(Interval.DAILY, List.of(0), List.of(4), List.of()),
              type,
              type == BackupType.DUMP ? Compression.GZ : null,
              7,
              custom == null ? null : places.get(custom).id(),
              additional.stream()
                  .map(place -> new AdditionalDestination(places.get(place).id(), null))
                  .toList(),
              ZoneOffset.UTC);
      Schedule schedule =
          new Schedule(
              new ScheduleId(World.key()), addons.getFirst().id(), terms, World.NOW, World.NOW);
      world.change(stores -> stores.schedules().insert(schedule));
    }

    private <T> T any(List<T> items) {
      return items.get(random.nextInt(items.size()));
    }

    List<CopyFacts> byHand(Addon addon) {
      List<Backup> backups =
          world
              .read(s -> s.backups().listOfAddon(addon.id(), PageRequest.first(BACKUPS)))
              .items()
              .reversed();
      List<Schedule> schedules = world.read(s -> s.schedules().of(addon.id()));
      DestinationId builtIn = places.getFirst().id();
      return new FactsByHand(
              backups,
              read::contains,
              (type, place) ->
                  schedules.stream()
                      .map(Schedule::terms)
                      .filter(terms -> terms.backupType() == type)
                      .anyMatch(terms -> terms.daysByDestination(builtIn).containsKey(place)))
          .all();
    }

    List<CopyFacts> dueByHand(Instant now) {
      return addons.stream()
          .flatMap(addon -> byHand(addon).stream())
          .filter(copy -> !copy.expiresAt().isAfter(now))
          .sorted(
              Comparator.comparing(CopyFacts::expiresAt)
                  .thenComparing(copy -> copy.backupId().key())
                  .thenComparing(copy -> copy.destinationId().key()))
          .toList();
    }
  }

  private List<CopyFacts> walkDue(Instant now, int limit) {
    List<CopyFacts> all = new ArrayList<>();
    List<CopyFacts> bite = due(now, null, limit);
    while (!bite.isEmpty()) {
      assertThat(bite).hasSizeLessThanOrEqualTo(limit);
      all.addAll(bite);
      bite = due(now, bite.getLast(), limit);
    }
    return all;
  }

  private List<CopyFacts> due(Instant now, @Nullable CopyFacts after, int limit) {
    return world().read(s -> s.retention().due(now, after, limit));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  default void whatIsDueIsFoundLongestOverdueFirstBiteByBite(long seed) {
    Crowd crowd = Crowd.of(world(), seed);
    List<CopyFacts> byHand = crowd.dueByHand(World.NOW);
    assertThat(byHand).hasSizeGreaterThan(10);
    assertThat(walkDue(World.NOW, 7)).isEqualTo(byHand);
    assertThat(walkDue(World.NOW, 1000)).isEqualTo(byHand);
    Instant later = World.NOW.plus(Duration.ofDays(2));
    assertThat(walkDue(later, 3)).isEqualTo(crowd.dueByHand(later));
    assertThat(walkDue(Copy.NEVER, 50))
        .noneMatch(copy -> copy.expiresAt().equals(Copy.NEVER))
        .hasSizeGreaterThan(byHand.size());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13})
  default void theFactsOfAnAddonAreListedNewestBackupFirstPageByPage(long seed) {
    Crowd crowd = Crowd.of(world(), seed);
    for (Addon addon : crowd.addons()) {
      List<List<CopyFacts>> pages =
          InWorld.walk(4, page -> world().read(s -> s.retention().listOfAddon(addon.id(), page)));
      List<CopyFacts> oldestFirst = pages.reversed().stream().flatMap(List::stream).toList();
      assertThat(oldestFirst).isEqualTo(crowd.byHand(addon)).hasSizeGreaterThan(10);
    }
  }

  @Test
  default void theFactsOfHeldBackupsAreThoseOfTheirMoment() {
    Crowd crowd = Crowd.of(world(), 21);
    List<CopyFacts> byHand = crowd.byHand(crowd.addons().getFirst());
    List<BackupId> ids = byHand.reversed().stream().map(CopyFacts::backupId).distinct().toList();
    List<CopyFacts> held = world().write(s -> s.retention().hold(ids));
    assertThat(held).isEqualTo(byHand);
    BackupId unknown = World.like(crowd.world().get(ids.getFirst()), "Unknown").id();
    List<CopyFacts> none = world().write(s -> s.retention().hold(List.of(unknown)));
    assertThat(none).isEmpty();
  }

  @Test
  default void anAddonWithoutBackupsHasNoFacts() {
    AddonId addon = world().addon(world().project("Empty"), "Empty").id();
    Page<List<CopyFacts>> page =
        world().read(s -> s.retention().listOfAddon(addon, PageRequest.first(9)));
    assertThat(page.items()).isEmpty();
    assertThat(page.next()).isNull();
    assertThat(due(Copy.NEVER, null, 9)).isEmpty();
  }
}
