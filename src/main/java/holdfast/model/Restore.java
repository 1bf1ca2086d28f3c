package holdfast.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to put a backup into a target addon.
 *
 * @param backupSlug the backup's id on the wire at its source addon
 * @param destinationId which copy is read
 * @param target the addon that receives it
 * @param failure of one that has not ended: why it broke off, while it is not known whether it took
 *     effect
 * @param completedAt when it ended, whatever the outcome; null until then
 */
public record Restore(
    RestoreId id,
    BackupId backupId,
    Slug backupSlug,
    DestinationId destinationId,
    AddonId target,
    DatabaseRoute route,
    BackupStatus status,
    Progress progress,
    @Nullable Failure failure,
    Instant createdAt,
    @Nullable Instant completedAt) {}
