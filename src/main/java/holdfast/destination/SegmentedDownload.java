package holdfast.destination;

import holdfast.model.FailureException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stream that was cut into {@link Segment}s, as one again. Each object's length and SHA-256 are
 * checked as it passes: the end of the stream is told only when all of them were right, so what was
 * read before that is not proven yet. A broken connection is resumed where it broke.
 *
 * <p>Throws {@link FailureException}s only: {@code OBJECT_CORRUPT} for a wrong length or content,
 * {@code OBJECT_MISSING}, or the last of the failures to connect; from then on, always the same.
 */
public final class SegmentedDownload extends InputStream {
  private final Destination destination;
  private final Iterator<Segment> remaining;
  private final Retry retry;
  private @Nullable SegmentReader current;
  private @Nullable FailureException failure;

  /**
   * @param retry for each object; starts anew whenever some of it has arrived
   */
  public SegmentedDownload(Destination destination, List<Segment> segments, Retry retry) {
    this.destination = destination;
    this.remaining = List.copyOf(segments).iterator();
    this.retry = retry;
  }

  @Override
  public int read() throws FailureException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws FailureException {
    if (failure != null) {
      throw new FailureException(failure.failure(), failure);
    }
    try {
      return length == 0 ? 0 : readOn(target, offset, length);
    } catch (FailureException failed) {
      failure = failed;
      throw failed;
    }
  }

  private int readOn(byte[] target, int offset, int length) throws FailureException {
    while (current != null || remaining.hasNext()) {
      if (current == null) {
        current = new SegmentReader(destination, remaining.next(), retry);
      }
      int count = current.read(target, offset, length);
      if (count > 0) {
        return count;
      }
      current.close();
      current = null;
    }
    return -1;
  }

  @Override
  public void close() {
    if (current != null) {
      current.close();
    }
  }
}
