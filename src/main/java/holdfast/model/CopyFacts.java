package holdfast.model;

import java.time.Instant;

/**
 * What must be known of one copy to say whether it may be removed.
 *
 * @param slug its backup's
 * @param backupStatus its backup's, which has ended only when every copy has
 * @param createdAt its backup's
 * @param status its own
 * @param isRead whether a restore that has not ended reads its backup
 * @param line the one it belongs to
 */
public record CopyFacts(
    BackupId backupId,
    Slug slug,
    AddonId addonId,
    BackupStatus backupStatus,
    Instant createdAt,
    DestinationId destinationId,
    BackupStatus status,
    Instant expiresAt,
    boolean isRead,
    CopyLine line) {}
