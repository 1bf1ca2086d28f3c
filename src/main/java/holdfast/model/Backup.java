package holdfast.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One stored, restorable result and its record.
 *
 * @param slug its id on the wire; unique among the backups of its addon
 * @param compression of the stored bytes
 * @param attempt the fence: 0 before the first run, then the number of the run that may change this
 *     backup
 * @param schedules those it was taken for; empty for one made by hand
 * @param addonVersion the server's version; null until known
 * @param failure why it did not complete; null unless it did not
 * @param startedAt when the latest attempt began; null before
 * @param completedAt when it ended, whatever the outcome; null until then
 * @param copies at least one, each in another destination
 */
public record Backup(
    BackupId id,
    Slug slug,
    String name,
    Origin origin,
    BackupType type,
    Compression compression,
    SourceType source,
    BackupStatus status,
    int attempt,
    List<FiredSchedule> schedules,
    @Nullable String addonVersion,
    @Nullable Failure failure,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    Progress progress,
    List<Copy> copies,
    DatabaseSet databases) {

  public Backup {
    schedules = List.copyOf(schedules);
    copies = List.copyOf(copies);
  }

  /** The copy in this destination, if it is completed. */
  public Optional<Copy> completedCopyIn(DestinationId destination) {
    return copies.stream()
        .filter(copy -> copy.destinationId().equals(destination))
        .filter(copy -> copy.status() == BackupStatus.COMPLETED)
        .findFirst();
  }
}
