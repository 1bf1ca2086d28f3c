package holdfast.retention;

import holdfast.model.AddonId;
import holdfast.model.AddonType;
import holdfast.model.Backup;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.BackupType;
import holdfast.model.Compression;
import holdfast.model.Copy;
import holdfast.model.CopyFacts;
import holdfast.model.DatabaseSet;
import holdfast.model.DestinationId;
import holdfast.model.IdGenerator;
import holdfast.model.Origin;
import holdfast.model.Progress;
import holdfast.model.ProjectId;
import holdfast.model.Slug;
import holdfast.model.SourceType;
import holdfast.testing.FactsByHand;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The backups of one addon, in memory. */
final class History {
  private static final IdGenerator IDS = new IdGenerator(Clock.systemUTC());

  final DestinationId place = new DestinationId(IDS.nextKey());
  private final Origin origin =
      new Origin(
          new ProjectId(IDS.nextKey()),
          new Slug("shop"),
          "Shop",
          new AddonId(IDS.nextKey()),
          new Slug("db"),
          "DB",
          AddonType.POSTGRESQL);
  final List<Backup> backups = new ArrayList<>();
  final Set<BackupId> read = new HashSet<>();
  boolean isFed;

  Backup add(SourceType source, BackupStatus status, Instant createdAt, Instant expiresAt) {
    Backup backup = backup(IDS.nextBackupId(), source, status, createdAt, expiresAt);
    backups.add(backup);
    return backup;
  }

  /** Ends the one at this place in the history. */
  Backup end(int index, BackupStatus status) {
    Backup running = backups.get(index);
    Instant expiresAt = running.copies().getFirst().expiresAt();
    Backup ended = backup(running.id(), running.source(), status, running.createdAt(), expiresAt);
    backups.set(index, ended);
    return ended;
  }

  private Backup backup(
      BackupId id, SourceType source, BackupStatus status, Instant createdAt, Instant expiresAt) {
    return new Backup(
        id,
        new Slug("b" + id.key().hex()),
        "B",
        origin,
        BackupType.DUMP,
        Compression.ZSTD,
        source,
        status,
        1,
        List.of(),
        null,
        null,
        createdAt,
        null,
        null,
        Progress.NONE,
        List.of(new Copy(place, status, null, 0, expiresAt, null)),
        DatabaseSet.ONE);
  }

  List<CopyFacts> facts() {
    return new FactsByHand(backups, read::contains, (type, destination) -> isFed).all();
  }

  RetentionPlan plan(Instant now) {
    return RetentionPlan.of(facts(), now);
  }

  /** What a pass of the server does. */
  void expire(Instant now) {
    plan(now)
        .expired()
        .forEach(gone -> backups.removeIf(backup -> backup.id().equals(gone.copy().backupId())));
  }
}
