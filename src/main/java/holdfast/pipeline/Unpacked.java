package holdfast.pipeline;

import com.github.luben.zstd.ZstdInputStream;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The plain bytes of a file from elsewhere, which may be packed by gzip or zstd: its first bytes
 * say so, whatever its name is. Gives all members and frames, and fails where the packed file is
 * damaged, cut off, or goes on with something else. Read by one thread; closed by any, any number
 * of times, which ends a read that waits.
 */
public final class Unpacked extends InputStream {
  private static final int MAGIC_BYTES = 4;
  private static final int GZIP = 0x8b1f;
  private static final int ZSTD = 0xfd2fb528;
  private static final int ZSTD_SKIPPABLE = 0x184d2a5; // and 4 bits of any value

  private final InputStream source;
  private final long maxBytes;
  private @Nullable InputStream plain; // guarded by this
  private String packing = "";
  private long given;
  private boolean closed; // guarded by this

  /**
   * @param source closed with this one; its {@code close} may come from any thread, and ends its
   *     reads
   * @param maxBytes of what is given: a small file can unpack to more than any disk holds
   */
  public Unpacked(InputStream source, long maxBytes) {
    this.source = source;
    this.maxBytes = maxBytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    try {
      int count = plain().read(bytes, offset, length);
      given += Math.max(0, count);
      if (given > maxBytes) {
        throw tooLarge();
      }
      return count;
    } catch (FailureException e) {
      throw e;
    } catch (IOException e) {
      throw packing.isEmpty() ? e : damaged(e);
    }
  }

  private InputStream plain() throws IOException {
    if (plain == null) {
      byte[] magic = source.readNBytes(MAGIC_BYTES);
      plain =
          unpacking(
              number(magic), new SequenceInputStream(new ByteArrayInputStream(magic), source));
    }
    return plain;
  }

  private InputStream unpacking(int magic, InputStream whole) throws IOException {
    if ((magic & 0xffff) == GZIP) {
      packing = "gzip";
      return new GzipMembers(whole);
    }
    if (magic == ZSTD || magic >>> 4 == ZSTD_SKIPPABLE) {
      packing = "zstd";
      return new ZstdInputStream(whole);
    }
    return whole;
  }

  /** Least significant byte first. */
  private static int number(byte[] bytes) {
    int number = 0;
    for (int i = 0; i < bytes.length; i++) {
      number |= (bytes[i] & 0xff) << (8 * i);
    }
    return number;
  }

  private FailureException damaged(IOException e) {
    return new FailureException(
        FailureCode.IMPORT_INVALID,
        "the file is packed by %s, and cannot be unpacked: %s".formatted(packing, e.getMessage()),
        "Check the file with %s -t, and put a whole one there.".formatted(packing));
  }

  private FailureException tooLarge() {
    return new FailureException(
        FailureCode.IMPORT_REFUSED,
        "the file unpacks to more than the %d bytes that an import may have".formatted(maxBytes),
        "Raise HOLDFAST_IMPORT_MAX_BYTES if so much is meant to be in there.");
  }

  /** The source first: whoever reads holds the lock, and waits for it. */
  @Override
  public void close() throws IOException {
    source.close();
    synchronized (this) {
      closed = true;
      if (plain != null) {
        plain.close();
      }
    }
  }
}
