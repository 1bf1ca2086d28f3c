package holdfast.engine;

import holdfast.destination.Destination;
import holdfast.destination.Retry;
import holdfast.destination.Segment;
import holdfast.destination.SegmentedDownload;
import holdfast.model.Compression;
import holdfast.model.FailureException;
import holdfast.pipeline.Decompression;
import holdfast.pipeline.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** One stream of a stored backup: what its manifest says of it, and the way to its bytes. */
record StoredContent(Compression compression, Manifest.Content content) {

  /**
   * The bytes as the database tool wrote them. Reading throws at the first object that is not what
   * the manifest says.
   */
  InputStream open(Destination destination) throws IOException {
    List<Segment> segments =
        content.objects().stream()
            .map(entry -> new Segment(entry.key(), entry.bytes(), entry.sha256()))
            .toList();
    InputStream stored = new SegmentedDownload(destination, segments, Retry.PATIENT);
    return new ProvenStream(Decompression.open(compression, stored), stored);
  }

  /** Throws unless the bytes that came out are those that the database tool once wrote. */
  void require(Digest plain) throws FailureException {
    if (!content.plain().equals(plain)) {
      throw StoredBackup.corrupt(
          "%d bytes came out, with another checksum than the %d that went in"
              .formatted(plain.bytes(), content.plain().bytes()));
    }
  }
}
