package holdfast.engine;

import holdfast.destination.Destination;
import holdfast.destination.Retry;
import holdfast.destination.Segment;
import holdfast.destination.SegmentedDownload;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * The stored bytes of one copy of a backup, or of one database in it, its objects one after the
 * other: what {@code cat data.*} gives. Used by one thread.
 */
public final class Download implements AutoCloseable {
  private static final int BUFFER_BYTES = 128 * 1024;

  private final Destination destination;
  private final Manifest.Content content;

  Download(Destination destination, Manifest.Content content) {
    this.destination = destination;
    this.content = content;
  }

  /**
   * The stored name of the first object, which the others continue; behind that of its folder,
   * where it is one of several databases.
   */
  public String fileName() {
    String[] names = content.objects().getFirst().key().split("/", -1);
    String name = names[names.length - 1];
    return content.database() == null ? name : names[names.length - 2] + "." + name;
  }

  public long bytes() {
    return content.stored().bytes();
  }

  /** Of all bytes, in hex. */
  public String sha256() {
    return content.stored().sha256();
  }

  /**
   * Writes a part of the bytes. An object that is written whole is checked against its hash, and
   * its last bytes are held back until it has passed: who gets all bytes got the right ones.
   *
   * @param from the first byte, counted from 0
   * @param count how many, at least 1
   */
  public void copyTo(OutputStream out, long from, long count) throws IOException {
    long start = 0;
    for (Manifest.ObjectEntry object : content.objects()) {
      long first = Math.max(from - start, 0);
      long end = Math.min(from + count - start, object.bytes());
      if (first < end) {
        copyObject(object, first, end, out);
      }
      start += object.bytes();
    }
  }

  private void copyObject(Manifest.ObjectEntry object, long first, long end, OutputStream out)
      throws IOException {
    if (first == 0 && end == object.bytes()) {
      try (InputStream checked = checked(object)) {
        copyHoldingBack(checked, out);
      }
    } else {
      try (InputStream part = destination.open(object.key(), first)) {
        copy(part, end - first, out);
      }
    }
  }

  private InputStream checked(Manifest.ObjectEntry object) {
    Segment segment = new Segment(object.key(), object.bytes(), object.sha256());
    return new SegmentedDownload(destination, List.of(segment), Retry.PATIENT);
  }

  /** Writes what was read only when more, or the end, has been seen. */
  private static void copyHoldingBack(InputStream in, OutputStream out) throws IOException {
    byte[] next = new byte[BUFFER_BYTES];
    byte[] heldBack = new byte[BUFFER_BYTES];
    int waiting = 0;
    for (int read = in.read(next); read >= 0; read = in.read(next)) {
      out.write(heldBack, 0, waiting);
      byte[] written = heldBack;
      heldBack = next;
      next = written;
      waiting = read;
    }
    out.write(heldBack, 0, waiting);
  }

  private static void copy(InputStream in, long count, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (long left = count; left > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new EOFException("an object ended %d bytes too early".formatted(left));
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  @Override
  public void close() {
    destination.close();
  }
}
