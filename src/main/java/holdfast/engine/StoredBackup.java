package holdfast.engine;

import holdfast.destination.Destination;
import holdfast.model.Backup;
import holdfast.model.Compression;
import holdfast.model.Copy;
import holdfast.model.DestinationId;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** A completed copy as its destination shows it. */
record StoredBackup(Manifest manifest) {
  private static final int MAX_MANIFEST_BYTES = 64 * 1024 * 1024;

  /**
   * The path of the attempt that won, in this destination.
   *
   * @throws FailureException when no completed copy lies there
   */
  static String pathOf(Backup backup, DestinationId destination) throws FailureException {
    return backup
        .completedCopyIn(destination)
        .map(Copy::path)
        .orElseThrow(
            () ->
                new FailureException(
                    FailureCode.OBJECT_MISSING,
                    "backup %s has no completed copy in destination %s"
                        .formatted(backup.id(), destination),
                    "Choose another copy or another backup."));
  }

  /**
   * @param path of the attempt that won
   */
  static StoredBackup read(Destination destination, String path) throws IOException {
    String key = path + Manifest.FILE_NAME;
    try (InputStream in = destination.open(key, 0)) {
      return new StoredBackup(Manifest.parse(in.readNBytes(MAX_MANIFEST_BYTES)));
    } catch (JacksonException e) {
      throw corrupt("the manifest %s cannot be read".formatted(key));
    }
  }

  /**
   * One of its streams.
   *
   * @param database null for the only one
   * @throws FailureException when there is none of this database
   */
  StoredContent content(@Nullable String database) throws FailureException {
    Manifest.Content content =
        manifest
            .content(database)
            .orElseThrow(
                () ->
                    new FailureException(
                        FailureCode.OBJECT_MISSING,
                        database == null
                            ? "the backup is of all databases of a server"
                            : "the backup has no database \"%s\"".formatted(database),
                        "Name one of those that the backup shows."));
    return new StoredContent(compression(), content);
  }

  private Compression compression() throws FailureException {
    for (Compression compression : Compression.values()) {
      if (compression.wire().equals(manifest.header().compression())) {
        return compression;
      }
    }
    throw corrupt("the manifest names an unknown compression: " + manifest.header().compression());
  }

  static FailureException corrupt(String message) {
    return new FailureException(
        FailureCode.OBJECT_CORRUPT, message, "Restore from another copy or another backup.");
  }
}
