package holdfast.destination;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Reads one object, proves it, and resumes where a connection broke. */
final class SegmentReader implements AutoCloseable {
  /** So much since the last break, and the next one counts as the first. */
  private static final long PROGRESS_BYTES = 1024 * 1024;

  private final Destination destination;
  private final Segment segment;
  private final Retry retry;
  private final MessageDigest digest = Digests.sha256();
  private @Nullable InputStream in;
  private long position;
  private long resumedAt;
  private int failures;

  SegmentReader(Destination destination, Segment segment, Retry retry) {
    this.destination = destination;
    this.segment = segment;
    this.retry = retry;
  }

  /** As {@link InputStream#read(byte[], int, int)}; the end is told only when all was right. */
  int read(byte[] target, int offset, int length) throws FailureException {
    while (true) {
      try {
        int count = stream().read(target, offset, length);
        return count < 0 ? end() : took(target, offset, count);
      } catch (FailureException failed) {
        close();
        retry.pauseAfter(failed, ++failures);
      } catch (IOException failed) {
        close();
        throw broken(failed);
      }
    }
  }

  private InputStream stream() throws FailureException {
    if (in == null) {
      in = destination.open(segment.key(), position);
      resumedAt = position;
    }
    return in;
  }

  private int took(byte[] bytes, int offset, int count) throws FailureException {
    position += count;
    if (position > segment.bytes()) {
      throw corrupt("is longer than the " + segment.bytes() + " bytes that were stored");
    }
    digest.update(bytes, offset, count);
    if (position - resumedAt >= PROGRESS_BYTES) {
      failures = 0;
    }
    return count;
  }

  private int end() throws FailureException {
    if (position != segment.bytes()) {
      throw corrupt("has " + position + " bytes instead of " + segment.bytes());
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(segment.sha256())) {
      throw corrupt("is not what was stored: its sha-256 differs");
    }
    return -1;
  }

  private FailureException corrupt(String what) {
    return new FailureException(
        FailureCode.OBJECT_CORRUPT,
        "the object '" + segment.key() + "' " + what,
        "Use another copy or another backup, and look for what damaged this one.");
  }

  private FailureException broken(IOException failed) {
    return new FailureException(
        new Failure(
            FailureCode.DESTINATION_ERROR,
            "reading '" + segment.key() + "' failed: " + failed.getMessage(),
            "Check the destination."),
        failed);
  }

  @Override
  public void close() {
    InputStream open = in;
    in = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException nothingIsLostByReading) {
        return;
      }
    }
  }
}
