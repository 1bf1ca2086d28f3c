package holdfast.pipeline;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Moves bytes from a stream into a sink on two threads, so that who gives them works on while those
 * that were given are compressed and stored: a pipe holds 64 KiB, and its writer waits when it is
 * full. A mebibyte is ahead at most.
 */
public final class ReadAhead {
  private static final int PIECES = 16;
  private static final int PIECE_BYTES = 64 * 1024;

  private final InputStream from;
  private final BlockingQueue<Piece> free = new ArrayBlockingQueue<>(PIECES);
  private final BlockingQueue<Piece> ready = new LinkedBlockingQueue<>();
  private volatile @Nullable Throwable failure;

  /** Handed from one thread to the other by the queues. */
  private static final class Piece {
    final byte[] bytes = new byte[PIECE_BYTES];
    int count = -1;
  }

  private ReadAhead(InputStream from) {
    this.from = from;
    for (int i = 0; i < PIECES; i++) {
      free.add(new Piece());
    }
  }

  /**
   * Writes all of {@code from} into {@code to}, without finishing it. When this returns, the stream
   * was read to its end and nobody reads it any more. When it throws, a read may still wait:
   * closing the stream has to end it.
   *
   * @param from read by another thread; what it throws is thrown here
   * @throws FailureException when the caller is interrupted; it still is
   */
  public static void copy(InputStream from, Sink to) throws IOException {
    ReadAhead ahead = new ReadAhead(from);
    Thread reader = Thread.ofPlatform().daemon().name("read-ahead").start(ahead::read);
    try {
      ahead.write(to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailureException(
          FailureCode.ABORTED, "interrupted while waiting for bytes", "Start it again.");
    } finally {
      reader.interrupt();
    }
  }

  private void read() {
    try {
      Piece piece;
      do {
        piece = free.take();
        piece.count = from.read(piece.bytes);
        ready.add(piece);
      } while (piece.count >= 0);
    } catch (InterruptedException e) {
      return; // Nobody waits for more.
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      ready.add(new Piece());
    }
  }

  private void write(Sink to) throws IOException, InterruptedException {
    for (Piece piece = ready.take(); piece.count >= 0; piece = ready.take()) {
      to.write(piece.bytes, 0, piece.count);
      free.add(piece);
    }
    requireNoFailure();
  }

  private void requireNoFailure() throws IOException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new AssertionError("a failure of no known kind", e);
    }
  }
}
