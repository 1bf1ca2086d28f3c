package holdfast.destination;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One stream on its way into as many objects as it takes: {@code data.0000.<extension>}, {@code
 * data.0001.<extension>}, … where the destination's {@link Capabilities#maxObjectBytes} is reached;
 * at least one. Nothing is visible before {@link #commit}. Used by one thread at a time.
 *
 * <p>As with {@link Upload}, {@link #commit} says success and {@link #close} only frees.
 */
public final class SegmentedUpload implements AutoCloseable {
  /** More would not sort in order any more, for {@code cat data.*}. */
  private static final int SEGMENT_LIMIT = 10_000;

  private final Destination destination;
  private final String base;
  private final String extension;
  private final long maxObjectBytes;
  private final List<OpenSegment> segments = new ArrayList<>();

  /** An object that is being written. */
  private static final class OpenSegment {
    private final String key;
    private final Upload upload;
    private final MessageDigest digest = Digests.sha256();
    private long bytes;

    OpenSegment(String key, Upload upload) {
      this.key = key;
      this.upload = upload;
    }

    void write(byte[] source, int offset, int length) throws FailureException {
      upload.write(source, offset, length);
      digest.update(source, offset, length);
      bytes += length;
    }

    Segment commit() throws FailureException {
      upload.commit();
      return new Segment(key, bytes, HexFormat.of().formatHex(digest.digest()));
    }
  }

  /**
   * @param base what the keys start with; ends in a slash
   * @param extension without a dot at its start
   */
  public SegmentedUpload(Destination destination, String base, String extension) {
    this.destination = destination;
    this.base = base;
    this.extension = extension;
    this.maxObjectBytes = destination.capabilities().maxObjectBytes();
  }

  /**
   * Takes the next bytes; the array may be used again when it returns.
   *
   * @throws FailureException when the destination failed; the upload can then only be closed
   */
  public void write(byte[] bytes, int offset, int length) throws FailureException {
    for (int taken = 0; taken < length; ) {
      OpenSegment segment = segmentWithRoom();
      int count = (int) Math.min(length - taken, maxObjectBytes - segment.bytes);
      segment.write(bytes, offset + taken, count);
      taken += count;
    }
  }

  private OpenSegment segmentWithRoom() throws FailureException {
    return segments.isEmpty() || segments.getLast().bytes == maxObjectBytes
        ? begin()
        : segments.getLast();
  }

  private OpenSegment begin() throws FailureException {
    if (segments.size() == SEGMENT_LIMIT) {
      throw new FailureException(
          FailureCode.DESTINATION_INVALID,
          "the stream does not fit into %d objects".formatted(SEGMENT_LIMIT),
          "Allow more parts, or larger ones, for each object of this destination.");
    }
    String key = base + "data.%04d.%s".formatted(segments.size(), extension);
    OpenSegment segment = new OpenSegment(key, destination.upload(key));
    segments.add(segment);
    return segment;
  }

  /**
   * Makes the objects visible, one after another.
   *
   * @return what was stored, in the order of the stream
   * @throws FailureException when one failed: those before it were deleted again, as far as the
   *     destination let us
   */
  public List<Segment> commit() throws FailureException {
    if (segments.isEmpty()) {
      begin();
    }
    List<Segment> committed = new ArrayList<>();
    try {
      for (OpenSegment segment : segments) {
        committed.add(segment.commit());
      }
      return List.copyOf(committed);
    } catch (FailureException failed) {
      takeBack(segments.subList(0, committed.size() + 1), failed);
      throw failed;
    }
  }

  /** Also the one that failed: it may be visible all the same. */
  private void takeBack(List<OpenSegment> begun, FailureException failed) {
    for (OpenSegment segment : begun) {
      segment.upload.close();
      try {
        destination.delete(segment.key);
      } catch (FailureException leftForTheSweeper) {
        failed.addSuppressed(leftForTheSweeper);
      }
    }
  }

  @Override
  public void close() {
    segments.forEach(segment -> segment.upload.close());
  }
}
