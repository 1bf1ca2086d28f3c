import holdfast.model.DatabaseSet;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import holdfast.catalog.Catalog;
import holdfast.catalog.PageRequest;
import holdfast.catalog.PostgresCatalog;
import holdfast.catalog.SqliteCatalog;
import holdfast.catalog.Stores;
import holdfast.model.AddonId;
import holdfast.model.AddonType;
import holdfast.model.Backup;
import holdfast.model.BackupDestination;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.BackupType;
import holdfast.model.Compression;
import holdfast.model.Copy;
import holdfast.model.DestinationId;
import holdfast.model.FiredSchedule;
import holdfast.model.IdGenerator;
import holdfast.model.Interval;
import holdfast.model.Key;
import holdfast.model.Location;
import holdfast.model.Origin;
import holdfast.model.Progress;
import holdfast.model.ProjectId;
import holdfast.model.ScheduleId;
import holdfast.model.Slug;
import holdfast.model.SourceType;
import holdfast.model.Timing;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** See the script listing. */
public final class Listing {
  private static final int PAGE = 100;
  private static final int ROUNDS = 3000;
  private static final int WARM_UP = 1500;
  private static final double LIMIT = 1.3;
  private static final double[] DEPTHS = {0, 0.1, 0.5, 0.9, 0.999};
  private static final int SMALL_DESTINATIONS = 20;
  private static final int BATCH = 10_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final IdGenerator IDS = new IdGenerator(Clock.systemUTC());
  private static final ScheduleId SCHEDULE = new ScheduleId(IDS.nextKey());

  private final Catalog catalog;
  private final DestinationId big = new DestinationId(IDS.nextKey());
  private final List<DestinationId> small =
      IntStream.range(0, SMALL_DESTINATIONS).mapToObj(i -> new DestinationId(IDS.nextKey())).toList();
  private final List<Key> keys = new ArrayList<>();

  private Listing(Catalog catalog) {
    this.catalog = catalog;
  }

  public static void main(String[] arguments) throws Exception {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    List<String> given = Arrays.asList(arguments);
    int backups = given.stream().filter(a -> !a.startsWith("--")).mapToInt(Integer::parseInt).findFirst().orElse(1_000_000);
    boolean flat = given.contains("--postgres") ? onPostgres(backups) : onSqlite(backups);
    System.exit(flat ? 0 : 1);
  }

  private static boolean onSqlite(int backups) throws Exception {
    Path folder = Files.createTempDirectory("holdfast-listing-");
    Path file = folder.resolve("catalog.db");
    try (Catalog catalog = SqliteCatalog.open(file, new NoSecrets(), Listing::document)) {
      Listing listing = new Listing(catalog);
      listing.fill(backups);
      boolean flat = listing.measureDepths("catalog");
      listing.copyIntoRowidTable();
      System.out.printf("file: %d MB%n", Files.size(file) / 1_000_000);
      listing.compareLayouts();
      listing.measureCommits();
      return flat;
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path each : files.toList()) {
          Files.delete(each);
        }
      }
      Files.delete(folder);
    }
  }

  private static boolean onPostgres(int backups) throws Exception {
    try (EmbeddedPostgres server =
            EmbeddedPostgres.builder()
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "4GB")
                .start();
        Catalog catalog =
            PostgresCatalog.open(
                PostgresCatalog.Settings.of(server.getJdbcUrl("postgres", "postgres")),
                new NoSecrets(),
                Listing::document)) {
      Listing listing = new Listing(catalog);
      listing.fill(backups);
      listing.execute("VACUUM ANALYZE");
      return listing.measureDepths("catalog");
    }
  }

  /** One in five lies in a small destination, so that the big one's rows do not come in a row. */
  private void fill(int backups) {
    long start = System.nanoTime();
    catalog.write(
        stores -> {
          stores.destinations().insert(destination(big, "Big"));
          small.forEach(id -> stores.destinations().insert(destination(id, "Small " + id)));
          return true;
        });
    Origin origin =
        new Origin(new ProjectId(IDS.nextKey()), new Slug("shop-production"), "Shop Production",
            new AddonId(IDS.nextKey()), new Slug("orders-database"), "Orders Database", AddonType.POSTGRESQL);
    Random random = new Random(1);
    while (keys.size() < backups) {
      catalog.write(
          stores -> {
            for (int i = 0; i < BATCH && keys.size() < backups; i++) {
              boolean toBig = random.nextInt(5) > 0;
              DestinationId target = toBig ? big : small.get(random.nextInt(SMALL_DESTINATIONS));
              Backup backup = backup(origin, target, random);
              stores.backups().insert(backup);
              if (toBig) {
                keys.add(backup.id().key());
              }
            }
            return true;
          });
    }
    System.out.printf("%,d backups in one destination, a quarter more in %d others, filled in %d s; a document has %d bytes%n",
        backups, SMALL_DESTINATIONS, (System.nanoTime() - start) / 1_000_000_000,
        catalog.<String>read(s -> s.backups().listOfDestination(big, PageRequest.first(1)).items().getFirst()).length());
  }

  private static BackupDestination destination(DestinationId id, String name) {
    Instant now = Instant.now();
    return new BackupDestination(id, Slug.of(name), name, null, "p/", new Location.Local("/x"), now, now);
  }

  private static Backup backup(Origin origin, DestinationId target, Random random) {
    BackupId id = IDS.nextBackupId();
    Instant now = Instant.now();
    String name = "Backup " + id.key();
    Copy copy =
        new Copy(target, BackupStatus.COMPLETED,
            "shop-production/orders-database/20261124T120000Z-" + id + "/1/",
            random.nextLong(1L << 40), now, null);
    return new Backup(id, Slug.of(name), name, origin, BackupType.DUMP, Compression.ZSTD, SourceType.SAME_ADDON,
        BackupStatus.COMPLETED, 1, List.of(new FiredSchedule(SCHEDULE, new Timing(Interval.DAILY, List.of(0, 30), List.of(4, 16), List.of()), Map.of(target, 60))),
        "17.2", null, now, now, now, Progress.NONE, List.of(copy), DatabaseSet.ONE);
  }

  private static String document(Backup backup, Copy copy) {
    return """
        {"id":"%s","name":"%s","status":"%s","project":{"id":"%s","name":"%s"},"addon":{"id":"%s","name":"%s"},\
        "config":{"addonVersion":"%s","addonType":"postgresql","source":{"type":"global"},"size":"%d"},\
        "schedules":[{"interval":"daily","minute":[0,30],"hour":[4,16]}],"expiredBy":%d,"createdAt":"%s","completedAt":"%s",\
        "uid":"%s","backupType":"dump","compressionType":"zstd","attempt":1,"verification":{"level":"STORED","at":"%s",\
        "sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}}"""
        .formatted(backup.slug(), backup.name(), copy.status().wire(), backup.origin().projectSlug(),
            backup.origin().projectName(), backup.origin().addonSlug(), backup.origin().addonName(),
            backup.addonVersion(), copy.sizeBytes(), copy.expiresAt().toEpochMilli(), backup.createdAt(),
            backup.completedAt(), backup.id(), backup.createdAt());
  }

  private boolean measureDepths(String what) {
    List<Probe> probes = new ArrayList<>();
    for (double depth : DEPTHS) {
      probes.add(
          new Probe("%s at %s".formatted(what, depth == 0 ? "the first page" : "%.1f %%".formatted(depth * 100)),
              () -> {
                Key after = after(depth);
                return catalog.read(s -> s.backups().listOfDestination(big, new PageRequest(PAGE, after, 0))).items().size();
              }));
    }
    measure(probes);
    Probe first = probes.getFirst();
    double wall = probes.stream().mapToDouble(probe -> Probe.median(probe.wall) / Probe.median(first.wall)).max().orElseThrow();
    double cpu = probes.stream().mapToDouble(probe -> Probe.median(probe.cpu) / Probe.median(first.cpu)).max().orElseThrow();
    double deepest = Probe.median(probes.getLast().wall) / Probe.median(first.wall);
    boolean flat = wall <= LIMIT;
    System.out.printf("deepest / first: %.2f; dearest / first: %.2f in time, %.2f in CPU; the limit is %.1f: %s%n%n",
        deepest, wall, cpu, LIMIT, flat ? "kept" : "MISSED");
    return flat;
  }

  /** The key at a depth, give or take one in two hundred, so that not one page is asked for over and over. */
  private Key after(double depth) {
    if (depth == 0) {
      return null;
    }
    int about = (int) (keys.size() * (1 - depth));
    int spread = Math.max(1, keys.size() / 2000);
    int index = about + (int) (Math.random() * spread) - spread / 2;
    return keys.get(Math.clamp(index, PAGE + 1, keys.size() - 1));
  }

  /** The other layout: rows as they came, and an index to find them by. */
  private void copyIntoRowidTable() throws SQLException {
    execute("CREATE TABLE copy_by_rowid (destination_id TEXT NOT NULL, order_key TEXT NOT NULL, position INTEGER,"
        + " status TEXT, path TEXT, size_bytes BIGINT, expires_at BIGINT, failure_code TEXT, failure_message TEXT,"
        + " failure_hint TEXT, doc TEXT NOT NULL)");
    execute("INSERT INTO copy_by_rowid SELECT * FROM copy ORDER BY order_key");
    execute("CREATE UNIQUE INDEX copy_by_rowid_key ON copy_by_rowid (destination_id, order_key DESC)");
  }

  private void compareLayouts() {
    List<Probe> probes = new ArrayList<>();
    for (String table : List.of("copy", "copy_by_rowid")) {
      probes.add(new Probe(table + ", big destination", () -> raw(table, big, after(0.5 + Math.random() * 0.4))));
      probes.add(new Probe(table + ", small destinations", () -> raw(table, small.get((int) (Math.random() * SMALL_DESTINATIONS)), after(0.1 + Math.random() * 0.8))));
    }
    System.out.println("plain SQL on both layouts, at random depths");
    measure(probes);
    System.out.println();
  }

  private int raw(String table, DestinationId destination, Key after) {
    return catalog.read(stores -> rows(stores, table, destination, after));
  }

  private static int rows(Stores stores, String table, DestinationId destination, Key after) {
    try (PreparedStatement query =
        stores.connection().prepareStatement("SELECT order_key, doc FROM " + table
            + " WHERE destination_id = ? AND order_key < ? ORDER BY order_key DESC LIMIT 101")) {
      query.setString(1, destination.toString());
      query.setString(2, after.hex());
      int bytes = 0;
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          bytes += rows.getString(1).length() + rows.getString(2).length();
        }
      }
      return bytes;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What it costs that a commit has reached the disk before it is answered. */
  private void measureCommits() throws SQLException {
    BackupId running = IDS.nextBackupId();
    Backup done = backup(new Origin(new ProjectId(IDS.nextKey()), new Slug("p"), "p", new AddonId(IDS.nextKey()),
        new Slug("a"), "a", AddonType.POSTGRESQL), big, new Random(2));
    Backup scheduled = new Backup(running, done.slug(), done.name(), done.origin(), done.type(), done.compression(),
        done.source(), BackupStatus.SCHEDULED, 0, List.of(), null, null, done.createdAt(), null, null, Progress.NONE, done.copies(), DatabaseSet.ONE);
    catalog.write(s -> {
      s.backups().insert(scheduled);
      return s.backups().claim(scheduled, Instant.now());
    }).orElseThrow();
    List<Probe> probes = new ArrayList<>();
    for (String mode : List.of("FULL", "NORMAL")) {
      probes.add(new Probe("a commit with synchronous = " + mode,
          () -> catalog.write(s -> s.backups().progress(running, 1, new Progress(System.nanoTime(), 0, 0))) ? 1 : 0));
    }
    for (int round = 0; round < 300; round++) {
      for (Probe probe : probes) {
        execute("PRAGMA synchronous = " + probe.name.substring(probe.name.lastIndexOf(' ') + 1));
        probe.run(true);
      }
    }
    probes.forEach(Probe::print);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = catalog.queue().getConnection();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(0);
      statement.execute(sql);
    }
  }

  private static void measure(List<Probe> probes) {
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (Probe probe : probes) {
        probe.run(round >= 0);
      }
    }
    probes.forEach(Probe::print);
  }

  /** One thing that is measured, in turns with the others. */
  private static final class Probe {
    private final String name;
    private final Supplier<Integer> work;
    private final List<Double> wall = new ArrayList<>();
    private final List<Double> cpu = new ArrayList<>();

    Probe(String name, Supplier<Integer> work) {
      this.name = name;
      this.work = work;
    }

    void run(boolean counts) {
      long cpuStart = THREADS.getCurrentThreadCpuTime();
      long start = System.nanoTime();
      if (work.get() == 0) {
        throw new IllegalStateException(name + " found nothing");
      }
      long end = System.nanoTime();
      long cpuEnd = THREADS.getCurrentThreadCpuTime();
      if (counts) {
        wall.add((end - start) / 1e3);
        cpu.add((cpuEnd - cpuStart) / 1e3);
      }
    }

    static double median(List<Double> values) {
      return quantile(values, 0.5);
    }

    private static double quantile(List<Double> values, double q) {
      return values.stream().sorted().skip((long) (values.size() * q)).findFirst().orElseThrow();
    }

    void print() {
      System.out.printf("%-44s median %7.0f µs, CPU %7.0f µs; p99 %7.0f µs, CPU %7.0f µs%n", name,
          median(wall), median(cpu), quantile(wall, 0.99), quantile(cpu, 0.99));
    }
  }
}
