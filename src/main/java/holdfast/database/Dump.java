package holdfast.database;

import holdfast.model.FailureException;
import java.io.InputStream;

/**
 * A dump that runs. One-shot: read {@link #stream} to its end, then ask {@link #awaitSuccess}. The
 * end of the stream is not success: the tool's exit status and the stream's own structure decide.
 */
public interface Dump extends AutoCloseable {

  /** The ending of the stored object's name, without a dot: {@code pgdump}. */
  String format();

  /**
   * The server's version, known since the dump was opened; of an imported one, empty until its
   * beginning was read.
   */
  String serverVersion();

  /** The bytes, in the engine's stock format, not compressed. Read by one thread. */
  InputStream stream();

  /**
   * Waits for the tool's end and proves that the stream was whole. Call after the stream's end.
   *
   * @throws FailureException {@code DUMP_FAILED} or {@code DUMP_INCOMPLETE}, or a more telling
   *     code, with the tool's last words in the message
   */
  DumpFacts awaitSuccess() throws FailureException;

  /**
   * Ends the tool and its database session, waits until both are gone, frees the rest. Any thread,
   * any number of times; a reader blocked in {@link #stream} then sees its end or an error.
   */
  @Override
  void close();
}
