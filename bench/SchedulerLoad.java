import holdfast.model.Coverage;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import holdfast.catalog.Catalog;
import holdfast.catalog.PostgresCatalog;
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
import holdfast.model.BackupType;
import holdfast.model.Compression;
import holdfast.model.ConnectionUri;
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
import holdfast.scheduler.Chores;
import holdfast.scheduler.Queues;
import holdfast.scheduler.RunScheduler;
import holdfast.scheduler.Ticker;
import holdfast.scheduler.Work;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** See the script scheduler. */
public final class SchedulerLoad {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final IdGenerator IDS = new IdGenerator(CLOCK);
  private static final int BATCH = 100;
  private static final int IDLE_TICKS = 500;
  private static final int WARM_UPS = 100;
  private static final int BUSY_ROUNDS = 20;
  private static final int DUE_IN_ROUND = 50;
  private static final double LIMIT = 2;
  private static final int WORKERS = 16;
  private static final int MINUTE_MILLIS = 60_000;

  private final Catalog catalog;
  private int addons;

  private SchedulerLoad(Catalog catalog) {
    this.catalog = catalog;
  }

  public static void main(String[] arguments) throws Exception {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
    if (arguments.length > 1 && arguments[0].equals("node")) {
      new Node(open(arguments[1])).run();
      return;
    }
    int addons = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    int due = arguments.length > 1 ? Integer.parseInt(arguments[1]) : addons / 10;
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("fsync", "on") // as a catalog's server has it; the library's own choice is off
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("shared_buffers", "512MB")
            .setServerConfig("max_wal_size", "4GB")
            .setServerConfig("max_connections", "150")
            .start()) {
      String url = server.getJdbcUrl("postgres", "postgres");
      requireDurable(server);
      boolean kept;
      try (Catalog catalog = open(url)) {
        SchedulerLoad load = new SchedulerLoad(catalog);
        kept = load.measureTicks(addons) & load.measureMinute(due, url);
      }
      System.exit(kept ? 0 : 1);
    }
  }

  private static void requireDurable(EmbeddedPostgres server) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT current_setting('fsync') || current_setting('synchronous_commit')")) {
      require(row.next() && row.getString(1).equals("onon"));
    }
  }

  private static Catalog open(String url) {
    return PostgresCatalog.open(
        PostgresCatalog.Settings.of(url), new NoSecrets(), (backup, copy) -> "{}");
  }

  /** What a tick costs where nothing is due, and where so many are, as ever more addons exist. */
  private boolean measureTicks(int most) throws SQLException {
    new BuiltInDestination(catalog, IDS, CLOCK).ensure("/nowhere");
    List<double[]> costs = new ArrayList<>();
    warmUp(most / 100);
    for (int exist = most / 100; exist <= most; exist *= 10) {
      fill(exist);
      execute("VACUUM ANALYZE");
      DueSchedules ticks = new Node(catalog).schedules();
      double idle = median(IDLE_TICKS, () -> require(ticks.tick() == 0), () -> {});
      double busy = median(BUSY_ROUNDS, () -> require(ticks.tick() > 0), () -> makeDueAgain(DUE_IN_ROUND));
      System.out.printf("%,9d addons with schedules: a tick with nothing due %6.0f µs, with %d due %8.0f µs%n", exist, idle, DUE_IN_ROUND, busy);
      costs.add(new double[] {idle, busy});
      require(number("SELECT COUNT(*) FROM backup") >= (long) BUSY_ROUNDS * Math.min(exist, DUE_IN_ROUND));
    }
    double idle = costs.getLast()[0] / costs.getFirst()[0];
    double busy = costs.getLast()[1] / costs.getFirst()[1];
    boolean kept = Math.max(idle, busy) <= LIMIT;
    System.out.printf("a hundred times as many addons: %.2f times the cost with nothing due, %.2f times with %d due; the limit is %.1f: %s%n%n",
        idle, busy, DUE_IN_ROUND, LIMIT, kept ? "kept" : "MISSED");
    forgetBackups();
    return kept;
  }

  /** So that the first size is not measured with code that is not compiled yet. */
  private void warmUp(int exist) {
    fill(exist);
    DueSchedules ticks = new Node(catalog).schedules();
    for (int round = 0; round < WARM_UPS; round++) {
      makeDueAgain(DUE_IN_ROUND / 10);
      while (ticks.tick() > 0) {
        Thread.onSpinWait();
      }
    }
    forgetBackups();
  }

  private void makeDueAgain(int schedules) {
    forgetBackups();
    makeDue(schedules, thisMinute());
  }

  private void forgetBackups() {
    execute("DELETE FROM scheduled_tasks");
    execute("UPDATE backup SET status = 'aborted' WHERE status = 'scheduled'");
  }

  /** So many backups that fall on one minute, and two nodes. */
  private boolean measureMinute(int due, String url) throws Exception {
    List<Process> nodes = List.of(startNode(url), startNode(url));
    try {
      for (Process node : nodes) {
        node.inputReader().readLine(); // it works
      }
      makeDue(due / 5, thisMinute()); // nodes that have served for a while have their code compiled
      awaitNoRuns(due / 5);
      execute("VACUUM ANALYZE");
      double before = cpuSeconds(nodes);
      Instant minute = thisMinute().plusSeconds(60);
      makeDue(due, minute);
      long claimed = 0;
      Instant end = minute.plusMillis(MINUTE_MILLIS);
      while (claimed < due && Instant.now().isBefore(end.plusSeconds(120))) {
        TimeUnit.MILLISECONDS.sleep(500);
        claimed = number("SELECT COUNT(*) FROM backup WHERE started_at >= " + minute.toEpochMilli());
      }
      awaitNoRuns(due + due / 5);
      System.out.printf("CPU of the nodes and of PostgreSQL's sessions for each backup, its firing included: %.1f ms%n", (cpuSeconds(nodes) - before) * 1e3 / due);
      long inTime = number("SELECT COUNT(*) FROM backup WHERE started_at BETWEEN %d AND %d".formatted(minute.toEpochMilli(), end.toEpochMilli()));
      long median = number(("SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY started_at) - %1$d FROM backup WHERE started_at >= %1$d").formatted(minute.toEpochMilli()));
      long last = number(("SELECT MAX(started_at) - %1$d FROM backup WHERE started_at >= %1$d").formatted(minute.toEpochMilli()));
      long twice = number("SELECT COUNT(*) FROM backup WHERE attempt > 1");
      boolean kept = inTime == due && twice == 0;
      System.out.printf("%,d backups due at one moment, two nodes of %d workers: %,d claimed within the minute, half of them after %.1f s, the last after %.1f s; claimed twice: %d: %s%n",
          due, WORKERS, inTime, median / 1e3, last / 1e3, twice, kept ? "kept" : "MISSED");
      return kept;
    } finally {
      nodes.forEach(Process::destroy);
      for (Process node : nodes) {
        node.waitFor();
      }
    }
  }

  private void awaitNoRuns(long ended) throws Exception {
    Instant deadline = Instant.now().plusSeconds(180);
    while (number("SELECT COUNT(*) FROM backup WHERE status = 'completed'") < ended) {
      require(Instant.now().isBefore(deadline));
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }

  /** Of the nodes and of the database's sessions since they began. */
  private double cpuSeconds(List<Process> nodes) throws SQLException {
    Stream<ProcessHandle> sessions = numbers("SELECT pid FROM pg_stat_activity").stream().flatMap(pid -> ProcessHandle.of(pid).stream());
    return Stream.concat(nodes.stream().map(Process::toHandle), sessions)
        .flatMap(it -> it.info().totalCpuDuration().stream())
        .mapToDouble(it -> it.toNanos() / 1e9)
        .sum();
  }

  private static Process startNode(String url) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), "bench/SchedulerLoad.java", "node", url)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Daily schedules whose next firing is far away. */
  private void fill(int until) {
    while (addons < until) {
      int first = addons;
      addons = Math.min(until, addons + BATCH);
      catalog.write(stores -> {
        Project project = project(first);
        stores.projects().insert(project);
        for (int i = first; i < addons; i++) {
          Addon addon = addon(project, i);
          stores.addons().insert(addon);
          stores.schedules().insert(schedule(addon));
        }
        return true;
      });
    }
    long far = Instant.now().plus(Duration.ofDays(2)).toEpochMilli();
    execute("UPDATE schedule SET firing_at = %1$d, due_at = %1$d WHERE firing_at IS NULL".formatted(far));
  }

  private static Project project(int number) {
    Instant now = Instant.now();
    return new Project(new ProjectId(IDS.nextKey()), new Slug("load-" + number), "Load " + number, null, "{}", now, now);
  }

  private static Addon addon(Project project, int number) {
    Instant now = Instant.now();
    return new Addon(
        new AddonId(IDS.nextKey()), project.id(), new Slug("db-" + number), "DB " + number, null, AddonType.POSTGRESQL, "17.2",
        AddonState.RUNNING, new ConnectionUri("postgresql://u@host-%d/db".formatted(number)), Coverage.ONE, "{}", now, now);
  }

  private static Schedule schedule(Addon addon) {
    Instant now = Instant.now();
    Timing timing = new Timing(Interval.DAILY, List.of(0), List.of(2), List.of());
    ScheduleTerms terms = new ScheduleTerms(timing, BackupType.DUMP, Compression.ZSTD, 7, null, List.of(), ZoneOffset.UTC);
    return new Schedule(new ScheduleId(IDS.nextKey()), addon.id(), terms, now, now);
  }

  private static Instant thisMinute() {
    return Instant.now().truncatedTo(ChronoUnit.MINUTES);
  }

  /** So many schedules fire at that minute; each time others, so that none is skipped for its unfinished run. */
  private void makeDue(int schedules, Instant minute) {
    ZonedDateTime clock = minute.atZone(ZoneOffset.UTC);
    execute(
          """
          UPDATE schedule SET firing_at = %1$d, due_at = %1$d,
            timing = '{"interval":"daily","minutes":[%2$d],"hours":[%3$d],"days":[]}'
          WHERE id IN (
            SELECT s.id FROM schedule s
            WHERE NOT EXISTS (SELECT 1 FROM backup b WHERE b.addon_id = s.addon_id AND b.status = 'scheduled')
            LIMIT %4$d)
          """
              .formatted(minute.toEpochMilli(), clock.getMinute(), clock.getHour(), schedules));
  }

  private void execute(String sql) {
    try (Connection connection = catalog.queue().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET statement_timeout = 0");
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private long number(String sql) throws SQLException {
    return numbers(sql).getFirst();
  }

  private List<Long> numbers(String sql) throws SQLException {
    try (Connection connection = catalog.queue().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<Long> numbers = new ArrayList<>();
      while (rows.next()) {
        numbers.add(rows.getLong(1));
      }
      return numbers;
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("a tick did not do what was to be measured");
    }
  }

  private static double median(int times, Runnable work, Runnable before) {
    List<Double> micros = new ArrayList<>();
    for (int i = -times / 5; i < times; i++) {
      before.run();
      long start = System.nanoTime();
      work.run();
      if (i >= 0) {
        micros.add((System.nanoTime() - start) / 1e3);
      }
    }
    return micros.stream().sorted().toList().get(times / 2);
  }

  /** What a server has, but for the API; its driver and its destination do nothing. */
  private static final class Node {
    private final Catalog catalog;
    private final StopSignal stop = new StopSignal();
    private final RunScheduler runs;
    private final Queues queues;

    Node(Catalog catalog) {
      this.catalog = catalog;
      Lease lease = Lease.shared(Duration.ofSeconds(30));
      Facilities facilities =
          new Facilities(
              catalog, new DatabaseDrivers(List.of(new NoDatabase())), registered -> new NoDestination(),
              new ImportedFiles(new Fetcher(AddressPolicy.allowing(List.of()), FetchLimits.of(0, Duration.ofMinutes(1))), 0),
              new RunPolicy(2, 0, 3, Duration.ofSeconds(30), Duration.ofDays(1)), CLOCK, stop, lease);
      var timer = Executors.newScheduledThreadPool(2, Thread.ofPlatform().daemon().factory());
      Work work = new Work(new BackupRun(facilities, timer), new RestoreRun(facilities, timer));
      runs = new RunScheduler(catalog, work, new RunScheduler.Mode(WORKERS, lease), stop, CLOCK);
      queues = new Queues(runs, new Chores(catalog, new Sweeper(facilities), lease, CLOCK));
    }

    DueSchedules schedules() {
      return new DueSchedules(
          catalog, queues, new FiringPolicy(true, new Spread(Duration.ofSeconds(60))), new BackupRecords(IDS, CLOCK, Duration.ofDays(1)), CLOCK);
    }

    void run() throws InterruptedException {
      runs.start();
      new Ticker(schedules()).start();
      System.out.println("works");
      Thread.currentThread().join(Duration.ofMinutes(10));
    }
  }
}
