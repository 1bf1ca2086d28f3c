package holdfast.database.mongodb;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Bytes from one thread to another, of which only a few pieces are on their way: who writes waits
 * for who reads. {@link #end} is seen by the reader after all that was written; {@link #shut} at
 * once, by both.
 */
final class Conduit {
  private static final int PIECE_BYTES = 256 * 1024;
  private static final int PIECES = 8;
  private static final byte[] END = {};

  private final BlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(PIECES);
  private volatile boolean shut;

  /** For the one that writes. Not flushed: {@link #end} does that. */
  private final Entrance entrance = new Entrance();

  private final Exit exit = new Exit();

  OutputStream entrance() {
    return entrance;
  }

  InputStream exit() {
    return exit;
  }

  /** Hands over what is left and says that it was all. By the one that writes. */
  void end() throws IOException {
    entrance.handOver();
    put(END);
  }

  /** Nothing goes through any more: the writer fails, the reader sees the end. Any thread. */
  void shut() {
    shut = true;
    pieces.clear();
    // There is room: and if not, the reader has something to read and finds it shut.
    pieces.offer(END);
  }

  /** Whether the reader has seen the end that the writer said. */
  boolean hasEnded() {
    return exit.ended && !shut;
  }

  private void put(byte[] piece) throws IOException {
    try {
      if (shut) {
        throw new IOException("nobody reads any more");
      }
      pieces.put(piece);
      if (shut) {
        throw new IOException("nobody reads any more");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private final class Entrance extends OutputStream {
    private byte[] piece = new byte[PIECE_BYTES];
    private int filled;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int at = offset;
      for (int left = length; left > 0; ) {
        int count = Math.min(left, PIECE_BYTES - filled);
        System.arraycopy(bytes, at, piece, filled, count);
        filled += count;
        at += count;
        left -= count;
        if (filled == PIECE_BYTES) {
          handOver();
        }
      }
    }

    private void handOver() throws IOException {
      if (filled > 0) {
        byte[] full = filled == PIECE_BYTES ? piece : Arrays.copyOf(piece, filled);
        piece = new byte[PIECE_BYTES];
        filled = 0;
        put(full);
      }
    }
  }

  private final class Exit extends InputStream {
    private byte[] piece = {};
    private int used;
    private volatile boolean ended;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (used == piece.length && !advance()) {
        return -1;
      }
      int count = Math.min(length, piece.length - used);
      System.arraycopy(piece, used, bytes, offset, count);
      used += count;
      return count;
    }

    private boolean advance() throws IOException {
      if (ended || shut) {
        return false;
      }
      try {
        byte[] next = pieces.take();
        if (next.length == 0 || shut) {
          ended = true;
          return false;
        }
        piece = next;
        used = 0;
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }
  }
}
