package holdfast.scheduler;

import holdfast.catalog.Catalog;
import holdfast.catalog.FiringStore.ShownFiring;
import holdfast.catalog.PageRequest;
import holdfast.catalog.SecretCipher;
import holdfast.catalog.Stores;
import holdfast.database.DatabaseDrivers;
import holdfast.engine.BackupRecords;
import holdfast.engine.BackupRun;
import holdfast.engine.BuiltInDestination;
import holdfast.engine.DueSchedules;
import holdfast.engine.Facilities;
import holdfast.engine.ImportedFiles;
import holdfast.engine.Lease;
import holdfast.engine.RestoreRun;
import holdfast.engine.RunPolicy;
import holdfast.engine.StopSignal;
import holdfast.engine.Sweeper;
import holdfast.fetch.AddressPolicy;
import holdfast.fetch.FetchLimits;
import holdfast.fetch.Fetcher;
import holdfast.model.Addon;
import holdfast.model.AddonId;
import holdfast.model.AddonState;
import holdfast.model.AddonType;
import holdfast.model.Backup;
import holdfast.model.BackupType;
import holdfast.model.Compression;
import holdfast.model.ConnectionUri;
import holdfast.model.Coverage;
import holdfast.model.IdGenerator;
import holdfast.model.Interval;
import holdfast.model.Project;
import holdfast.model.ProjectId;
import holdfast.model.Schedule;
import holdfast.model.ScheduleId;
import holdfast.model.ScheduleTerms;
import holdfast.model.Slug;
import holdfast.model.Timing;
import holdfast.schedule.FiringPolicy;
import holdfast.schedule.Spread;
import holdfast.testing.MemoryDestination;
import holdfast.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** Addons with schedules in a real catalog, under a clock that stands still until it is moved. */
final class Timetable {
  static final Instant START = Instant.parse("2026-11-24T01:59:00Z");

  final Catalog catalog;
  final SettableClock clock = new SettableClock(START);
  final Project project;
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(1, Thread.ofVirtual().factory());
  private final IdGenerator ids = new IdGenerator(Clock.systemUTC());

  Timetable(Catalog catalog) {
    this.catalog = catalog;
    new BuiltInDestination(catalog, ids, clock).ensure("/built-in");
    String name = "Project " + ids.nextKey();
    project =
        new Project(new ProjectId(ids.nextKey()), Slug.of(name), name, null, "{}", START, START);
    change(s -> s.projects().insert(project));
  }

  void change(Consumer<Stores> work) {
    catalog.write(
        stores -> {
          work.accept(stores);
          return true;
        });
  }

  /** One node's part that acts on what is due. */
  DueSchedules node(Catalog nodes, FiringPolicy policy) {
    Lease lease = Lease.alone();
    Facilities facilities = facilities(nodes, lease);
    Work work = new Work(new BackupRun(facilities, timer), new RestoreRun(facilities, timer));
    RunScheduler runs =
        new RunScheduler(nodes, work, new RunScheduler.Mode(1, lease), new StopSignal(), clock);
    Chores chores = new Chores(nodes, new Sweeper(facilities), lease, clock);
    return new DueSchedules(
        nodes,
        new Queues(runs, chores),
        policy,
        new BackupRecords(ids, clock, Duration.ofDays(1)),
        clock);
  }

  DueSchedules node() {
    return node(catalog, new FiringPolicy(true, Spread.NONE));
  }

  Sweeper sweeper() {
    return new Sweeper(facilities(catalog, Lease.alone()));
  }

  /** Of workers that are never started. */
  private Facilities facilities(Catalog nodes, Lease lease) {
    FetchLimits limits = FetchLimits.of(0, Duration.ofMinutes(1));
    return new Facilities(
        nodes,
        new DatabaseDrivers(List.of()),
        destination -> new MemoryDestination(),
        new ImportedFiles(new Fetcher(AddressPolicy.allowing(List.of()), limits), 0),
        new RunPolicy(0, 0, 0, Duration.ofSeconds(30), Duration.ofDays(1)),
        clock,
        new StopSignal(),
        lease);
  }

  Addon addon(String name) {
    Addon addon =
        new Addon(
            new AddonId(ids.nextKey()),
            project.id(),
            Slug.of(name),
            name,
            null,
            AddonType.POSTGRESQL,
            "17.2",
            AddonState.RUNNING,
            new ConnectionUri("postgresql://joe@db/app"),
            Coverage.ONE,
            "{}",
            START,
            START);
    change(s -> s.addons().insert(addon));
    return addon;
  }

  /** Each hour at these minutes. */
  Schedule hourly(Addon addon, Integer... minutes) {
    return dumps(addon, new Timing(Interval.HOURLY, List.of(minutes), List.of(), List.of()));
  }

  /** Each day at two. */
  Schedule daily(Addon addon) {
    return dumps(addon, new Timing(Interval.DAILY, List.of(0), List.of(2), List.of()));
  }

  private Schedule dumps(Addon addon, Timing timing) {
    ScheduleTerms terms =
        new ScheduleTerms(
            timing, BackupType.DUMP, Compression.ZSTD, 2, null, List.of(), ZoneOffset.UTC);
    Instant now = clock.instant();
    Schedule schedule = new Schedule(new ScheduleId(ids.nextKey()), addon.id(), terms, now, now);
    change(s -> s.schedules().insert(schedule));
    return schedule;
  }

  void advance(Duration step) {
    clock.advance(step);
  }

  /** Newest first. */
  List<Backup> backups(Addon addon) {
    return catalog.read(s -> s.backups().listOfAddon(addon.id(), PageRequest.first(100))).items();
  }

  /** Newest first. */
  List<ShownFiring> firings(Schedule schedule) {
    return catalog.read(s -> s.firings().list(schedule.id(), PageRequest.first(100))).items();
  }

  /** Newest first: when, and what became of it. */
  List<String> told(Schedule schedule) {
    return firings(schedule).stream()
        .map(ShownFiring::firing)
        .map(it -> "%s..%s %s".formatted(it.since(), it.at(), it.outcome().wire()))
        .toList();
  }

  List<String> ask(String sql) {
    return catalog.read(stores -> ask(stores, sql));
  }

  private static List<String> ask(Stores stores, String sql) {
    try (Statement statement = stores.connection().createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void execute(String sql) {
    change(
        stores -> {
          try (Statement statement = stores.connection().createStatement()) {
            statement.execute(sql);
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** The catalog's own tests are about encryption. */
  static final class NoCipher implements SecretCipher {
    @Override
    public byte[] seal(String plain, String context) {
      return plain.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String open(byte[] sealed, String context) {
      return new String(sealed, StandardCharsets.UTF_8);
    }
  }
}
