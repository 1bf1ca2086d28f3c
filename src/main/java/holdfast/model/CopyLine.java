package holdfast.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line: the copies of one addon's backups of one type in one destination, as far as retention
 * must know them. Imports belong to none: they are not of the addon's own database.
 *
 * @param newest null when the line is empty
 * @param newestCompleted null when nothing in it is completed
 * @param isFed whether a schedule of the addon is to store the next one here
 */
public record CopyLine(
    @Nullable Member newest, @Nullable Member newestCompleted, boolean isFed) {

  /** Of a copy that belongs to none. */
  public static final CopyLine NONE = new CopyLine(null, null, false);

  /** A copy in the line. */
  public record Member(Key key, BackupStatus status, Instant expiresAt) {}
}
