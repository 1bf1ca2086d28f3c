package holdfast.engine;

import holdfast.destination.Destination;
import holdfast.destination.Retry;
import holdfast.destination.Segment;
import holdfast.destination.SegmentedDownload;
import holdfast.model.Backup;
import holdfast.model.Compression;
import holdfast.model.Copy;
import holdfast.model.DestinationId;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.pipeline.Decompression;
import holdfast.pipeline.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import tools.jackson.core.JacksonException;

/**
 * A completed copy as its destination shows it: the manifest, and the way to the bytes that it
 * names.
 */
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
   * The bytes as the database tool wrote them. Reading throws at the first object that is not what
   * the manifest says.
   */
  InputStream open(Destination destination) throws IOException {
    List<Segment> segments =
        manifest.objects().stream()
            .map(entry -> new Segment(entry.key(), entry.bytes(), entry.sha256()))
            .toList();
    InputStream stored = new SegmentedDownload(destination, segments, Retry.PATIENT);
    return new ProvenStream(Decompression.open(compression(), stored), stored);
  }

  /** Throws unless the bytes that came out are those that the database tool once wrote. */
  void require(Digest plain) throws FailureException {
    if (!manifest.plain().equals(plain)) {
      throw corrupt(
          "%d bytes came out, with another checksum than the %d that went in"
              .formatted(plain.bytes(), manifest.plain().bytes()));
    }
  }

  private Compression compression() throws FailureException {
    for (Compression compression : Compression.values()) {
      if (compression.wire().equals(manifest.compression())) {
        return compression;
      }
    }
    throw corrupt("the manifest names an unknown compression: " + manifest.compression());
  }

  static FailureException corrupt(String message) {
    return new FailureException(
        FailureCode.OBJECT_CORRUPT, message, "Restore from another copy or another backup.");
  }
}
