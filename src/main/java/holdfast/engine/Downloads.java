package holdfast.engine;

import holdfast.destination.Destination;
import holdfast.model.Backup;
import holdfast.model.DestinationId;
import java.io.IOException;

/** Gives out stored backups as they are stored. Thread-safe. */
public final class Downloads {
  private final Facilities facilities;

  public Downloads(Facilities facilities) {
    this.facilities = facilities;
  }

  /**
   * Opens the completed copy of a backup in this destination; the caller closes it.
   *
   * @throws IOException when there is none, or its manifest cannot be read
   */
  public Download open(Backup backup, DestinationId source) throws IOException {
    String path = StoredBackup.pathOf(backup, source);
    Destination destination = facilities.open(source);
    try {
      Manifest manifest = StoredBackup.read(destination, path).manifest();
      if (manifest.objects().isEmpty()) {
        throw StoredBackup.corrupt("the manifest names no objects");
      }
      return new Download(destination, manifest);
    } catch (IOException | RuntimeException e) {
      destination.close();
      throw e;
    }
  }
}
