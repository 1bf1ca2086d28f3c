package holdfast.engine;

import holdfast.destination.Destination;
import holdfast.model.Backup;
import holdfast.model.DestinationId;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Gives out stored backups as they are stored. Thread-safe. */
public final class Downloads {
  private final Facilities facilities;

  public Downloads(Facilities facilities) {
    this.facilities = facilities;
  }

  /**
   * Opens the completed copy of a backup in this destination; the caller closes it.
   *
   * @param database whose stream is wanted; null for the only one
   * @throws IOException when there is none, or its manifest cannot be read
   */
  public Download open(Backup backup, DestinationId source, @Nullable String database)
      throws IOException {
    String path = StoredBackup.pathOf(backup, source);
    Destination destination = facilities.open(source);
    try {
      Manifest.Content content = StoredBackup.read(destination, path).content(database).content();
      if (content.objects().isEmpty()) {
        throw StoredBackup.corrupt("the manifest names no objects");
      }
      return new Download(destination, content);
    } catch (IOException | RuntimeException e) {
      destination.close();
      throw e;
    }
  }
}
