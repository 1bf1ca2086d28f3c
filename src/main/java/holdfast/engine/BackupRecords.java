package holdfast.engine;

import holdfast.catalog.Stores;
import holdfast.model.AddonId;
import holdfast.model.Backup;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.BackupType;
import holdfast.model.Compression;
import holdfast.model.Copy;
import holdfast.model.DatabaseSet;
import holdfast.model.FiredSchedule;
import holdfast.model.IdGenerator;
import holdfast.model.Origin;
import holdfast.model.Progress;
import holdfast.model.Slug;
import holdfast.model.SourceType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the records of backups that are to be run. Thread-safe.
 *
 * @param startWindow how long a backup may wait for its start
 */
public record BackupRecords(IdGenerator ids, Clock clock, Duration startWindow) {
  private static final DateTimeFormatter DEFAULT_NAME =
      DateTimeFormatter.ofPattern("'Backup' yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  /**
   * What is to be backed up.
   *
   * @param name null for one with date and time
   * @param version the database server's, as far as it is known
   * @param targets at least one, each destination once
   */
  record Wanted(
      Origin origin,
      @Nullable String name,
      BackupType type,
      Compression compression,
      SourceType source,
      @Nullable String version,
      List<NewBackup.Target> targets,
      List<FiredSchedule> schedules,
      DatabaseSet databases) {

    static SourceType sourceOf(BackupType type) {
      return type == BackupType.SNAPSHOT ? SourceType.SNAPSHOT : SourceType.SAME_ADDON;
    }
  }

  /**
   * Records a backup as scheduled.
   *
   * @throws holdfast.catalog.TakenException when the addon has a backup of this name
   */
  Backup insert(Wanted wanted, Stores stores) {
    BackupId id = ids.nextBackupId();
    Instant now = clock.instant();
    String given = wanted.name();
    String name = given == null ? freeName(wanted.origin().addonId(), now, stores) : given;
    List<Copy> copies =
        wanted.targets().stream().map(target -> scheduledCopy(target, now)).toList();
    Backup backup =
        new Backup(
            id,
            Slug.of(name),
            name,
            wanted.origin(),
            wanted.type(),
            wanted.compression(),
            wanted.source(),
            BackupStatus.SCHEDULED,
            0,
            wanted.schedules(),
            wanted.version(),
            null,
            now,
            null,
            null,
            Progress.NONE,
            copies,
            wanted.databases());
    stores.backups().insert(backup, latestStart());
    return backup;
  }

  /** Until when what is recorded now is to have started. */
  Instant latestStart() {
    return clock.instant().plus(startWindow);
  }

  private static String freeName(AddonId addon, Instant now, Stores stores) {
    String base = DEFAULT_NAME.format(now);
    String name = base;
    for (int suffix = 2; stores.backups().isTaken(addon, Slug.of(name)); suffix++) {
      name = base + "-" + suffix;
    }
    return name;
  }

  private static Copy scheduledCopy(NewBackup.Target target, Instant now) {
    Instant expiresAt = target.retention() == null ? Copy.NEVER : now.plus(target.retention());
    return new Copy(target.destination(), BackupStatus.SCHEDULED, null, 0, expiresAt, null);
  }
}
