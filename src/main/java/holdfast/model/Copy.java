package holdfast.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One backup in one destination. Its status, size and expiry are its own.
 *
 * @param path the key prefix of the attempt that won, relative to the destination's prefix, ends in
 *     a slash; null until completed
 * @param sizeBytes as stored; 0 until known
 * @param expiresAt when retention may remove it; {@link #NEVER} for one that is kept until a person
 *     deletes it
 * @param failure why it failed; null unless it did
 */
public record Copy(
    DestinationId destinationId,
    BackupStatus status,
    @Nullable String path,
    long sizeBytes,
    Instant expiresAt,
    @Nullable Failure failure) {

  /** 9999-12-31T23:59:59.999Z, the contract's "kept until deleted by a person". */
  public static final Instant NEVER = Instant.ofEpochMilli(253402300799999L);
}
