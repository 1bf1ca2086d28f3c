package holdfast.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A registered place for backups.
 *
 * @param prefix what every key starts with; ends in a slash, or is empty for a place of our own
 */
public record BackupDestination(
    DestinationId id,
    Slug slug,
    String name,
    @Nullable String description,
    String prefix,
    Location location,
    Instant createdAt,
    Instant updatedAt) {

  /** Of the one that is there from the start, and is meant where none is named. */
  public static final Slug BUILT_IN = new Slug("built-in");
}
