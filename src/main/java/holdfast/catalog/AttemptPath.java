package holdfast.catalog;

import holdfast.model.Backup;
import holdfast.model.Origin;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Where an attempt stores its objects. */
public final class AttemptPath {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private AttemptPath() {}

  /**
   * The key prefix of all that the backup's current attempt stores, relative to the destination's
   * prefix: {@code {project}/{addon}/{time}-{uid}/{attempt}/}.
   */
  public static String of(Backup backup) {
    Origin origin = backup.origin();
    return "%s/%s/%s-%s/%d/"
        .formatted(
            origin.projectSlug(),
            origin.addonSlug(),
            TIME.format(backup.createdAt()),
            backup.id(),
            backup.attempt());
  }
}
