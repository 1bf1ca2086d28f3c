package holdfast.catalog;

import holdfast.catalog.BackupStore.CopyOutcome;
import holdfast.catalog.BackupStore.Outcome;
import holdfast.model.Addon;
import holdfast.model.AddonId;
import holdfast.model.AddonState;
import holdfast.model.AddonType;
import holdfast.model.Backup;
import holdfast.model.BackupDestination;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.BackupType;
import holdfast.model.Compression;
import holdfast.model.ConnectionUri;
import holdfast.model.Copy;
import holdfast.model.Coverage;
import holdfast.model.DatabaseRoute;
import holdfast.model.DatabaseSet;
import holdfast.model.DestinationId;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FiredSchedule;
import holdfast.model.IdGenerator;
import holdfast.model.Interval;
import holdfast.model.Key;
import holdfast.model.Location;
import holdfast.model.Origin;
import holdfast.model.Progress;
import holdfast.model.Project;
import holdfast.model.ProjectId;
import holdfast.model.Restore;
import holdfast.model.RestoreId;
import holdfast.model.ScheduleId;
import holdfast.model.Secret;
import holdfast.model.Slug;
import holdfast.model.SourceType;
import holdfast.model.StoredDatabase;
import holdfast.model.Timing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A catalog under test, and hands that put things into it. */
record World(Catalog catalog) {
  static final Instant NOW = Instant.parse("2026-11-24T12:00:00.123Z");
  static final String PASSWORD = "pass-PLAIN-word";
  static final Failure FAILURE =
      new Failure(FailureCode.DUMP_FAILED, "pg_dump ended with 1", "Look at the log.");
  static final Progress PROGRESS = new Progress(10, 5, 100);
  private static final IdGenerator IDS = new IdGenerator(Clock.systemUTC());

  <T> T read(Function<Stores, T> work) {
    return catalog.read(work);
  }

  <T> T write(Function<Stores, T> work) {
    return catalog.write(work);
  }

  void change(Consumer<Stores> work) {
    catalog.write(
        stores -> {
          work.accept(stores);
          return true;
        });
  }

  /** Makes a move of a backup. */
  boolean did(Predicate<BackupStore> move) {
    return write(stores -> move.test(stores.backups()));
  }

  Optional<BackupStatus> abort(Backup backup) {
    return write(stores -> stores.backups().abort(backup.id(), NOW));
  }

  static Key key() {
    return IDS.nextKey();
  }

  static void execute(Stores stores, String sql) {
    try (Statement statement = stores.connection().createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The values of one column of the answer, counted from 1. */
  static List<String> ask(Stores stores, String sql, int column) {
    try (Statement statement = stores.connection().createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(column));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static Project unsavedProject(String name) {
    return new Project(
        new ProjectId(IDS.nextKey()), Slug.of(name), name, "of " + name, "{}", NOW, NOW);
  }

  Project project(String name) {
    Project project = unsavedProject(name);
    change(stores -> stores.projects().insert(project));
    return project;
  }

  Addon addon(Project project, String name) {
    Addon addon = unsavedAddon(project, name);
    change(stores -> stores.addons().insert(addon));
    return addon;
  }

  static Addon unsavedAddon(Project project, String name) {
    return new Addon(
        new AddonId(IDS.nextKey()),
        project.id(),
        Slug.of(name),
        name,
        null,
        AddonType.POSTGRESQL,
        "17.2",
        AddonState.RUNNING,
        new ConnectionUri("postgresql://joe:" + PASSWORD + "@db/app"),
        Coverage.ONE,
        "{\"tags\":[]}",
        NOW,
        NOW);
  }

  BackupDestination destination(String name) {
    return destination(name, new Location.Local("/backups/" + Slug.of(name)));
  }

  BackupDestination destination(String name, Location location) {
    BackupDestination destination = unsavedDestination(name, location);
    change(stores -> stores.destinations().insert(destination));
    return destination;
  }

  static BackupDestination unsavedDestination(String name, Location location) {
    return new BackupDestination(
        new DestinationId(IDS.nextKey()), Slug.of(name), name, null, "p/", location, NOW, NOW);
  }

  static Location.S3 s3() {
    return new Location.S3(
        "bucket", "eu-1", "s3.example.com", "access-PLAIN", new Secret("secret-PLAIN"));
  }

  Backup backup(Project project, Addon addon, String name, BackupDestination... targets) {
    Backup backup = unsavedBackup(project, addon, name, targets);
    return add(backup);
  }

  Backup add(Backup backup) {
    change(stores -> stores.backups().insert(backup));
    return backup;
  }

  static Backup unsavedBackup(
      Project project, Addon addon, String name, BackupDestination... targets) {
    BackupId id = IDS.nextBackupId();
    return new Backup(
        id,
        Slug.of(name),
        name,
        Origin.of(project, addon),
        BackupType.DUMP,
        Compression.ZSTD,
        SourceType.SAME_ADDON,
        BackupStatus.SCHEDULED,
        0,
        List.of(
            new FiredSchedule(
                new ScheduleId(IDS.nextKey()),
                new Timing(Interval.DAILY, List.of(0, 30), List.of(4), List.of()),
                Arrays.stream(targets)
                    .collect(Collectors.toMap(BackupDestination::id, target -> 60)))),
        null,
        null,
        NOW,
        null,
        null,
        Progress.NONE,
        Arrays.stream(targets).map(target -> scheduledCopy(target.id())).toList(),
        DatabaseSet.ALL);
  }

  /** A new scheduled backup of the same addon into the same destinations. */
  static Backup like(Backup other, String name) {
    return like(other, name, other.source());
  }

  static Backup like(Backup other, String name, SourceType source) {
    return new Backup(
        IDS.nextBackupId(),
        Slug.of(name),
        name,
        other.origin(),
        other.type(),
        other.compression(),
        source,
        BackupStatus.SCHEDULED,
        0,
        List.of(),
        null,
        null,
        NOW,
        null,
        null,
        Progress.NONE,
        other.copies().stream().map(copy -> scheduledCopy(copy.destinationId())).toList(),
        other.databases());
  }

  private static Copy scheduledCopy(DestinationId destination) {
    return new Copy(
        destination, BackupStatus.SCHEDULED, null, 0, NOW.plus(Duration.ofDays(60)), null);
  }

  /** A backup in one destination, in a project and of an addon of its own. */
  Backup backup() {
    return backup("Nightly");
  }

  Backup backup(String name) {
    Project project = project("Project " + IDS.nextKey());
    return backup(
        project,
        addon(project, "Database"),
        name,
        destination("Place " + IDS.nextKey()),
        destination("Other " + IDS.nextKey()));
  }

  Backup completed(Backup backup) {
    Backup claimed = claim(backup);
    boolean done =
        write(s -> s.backups().finish(backup.id(), claimed.attempt(), completion(claimed)));
    if (!done) {
      throw new AssertionError("not completed");
    }
    return get(backup.id());
  }

  Backup claim(Backup backup) {
    Backup scheduled = get(backup.id());
    return write(stores -> stores.backups().claim(scheduled, NOW)).orElseThrow();
  }

  Backup get(BackupId id) {
    return read(stores -> stores.backups().get(id)).orElseThrow();
  }

  static Outcome completion(Backup claimed) {
    return outcome(claimed, BackupStatus.COMPLETED, null);
  }

  static final DatabaseSet DATABASES =
      new DatabaseSet(
          true, List.of(new StoredDatabase("shop", 9, 5), new StoredDatabase("logs", 0, 7)));

  static Outcome failure(Backup claimed) {
    return outcome(claimed, BackupStatus.FAILED, FAILURE);
  }

  static Outcome outcome(Backup claimed, BackupStatus status, @Nullable Failure failure) {
    boolean completed = status == BackupStatus.COMPLETED;
    return new Outcome(
        status,
        "17.3",
        failure,
        NOW.plusSeconds(9),
        PROGRESS,
        claimed.copies().stream()
            .map(
                copy ->
                    new CopyOutcome(
                        copy.destinationId(),
                        status,
                        completed ? AttemptPath.of(claimed) : null,
                        completed ? 4711 : 0,
                        failure))
            .toList(),
        completed ? DATABASES : claimed.databases());
  }

  Restore restore(Backup backup, AddonId target) {
    Restore restore = unsavedRestore(backup, target);
    change(stores -> stores.restores().insert(restore));
    return restore;
  }

  static Restore unsavedRestore(Backup backup, AddonId target) {
    return new Restore(
        new RestoreId(IDS.nextKey()),
        backup.id(),
        backup.slug(),
        backup.copies().getFirst().destinationId(),
        target,
        new DatabaseRoute("shop", "copy", false),
        BackupStatus.SCHEDULED,
        Progress.NONE,
        null,
        NOW,
        null);
  }

  /** The documents that the backup's copies must have by now, and those that are listed. */
  static String document(Backup backup, Copy copy) {
    return "{\"uid\":\"%s\",\"status\":\"%s\",\"copy\":\"%s\",\"size\":\"%d\",\"expires\":%d,\"end\":\"%s\",\"attempt\":%d}"
        .formatted(
            backup.id(),
            backup.status().wire(),
            copy.status().wire(),
            copy.sizeBytes(),
            copy.expiresAt().toEpochMilli(),
            backup.completedAt(),
            backup.attempt());
  }

  List<String> documents(DestinationId destination) {
    return read(s -> s.backups().listOfDestination(destination, PageRequest.first(100))).items();
  }
}
