package holdfast.pipeline;

import java.io.IOException;

/**
 * Where bytes go next. Used by one thread.
 *
 * <p>{@link #finish} says that all bytes were written and are good: only then does a stage write
 * its last bytes, and only then does a destination publish. {@link #close} only frees, whatever
 * happened before, and closes what comes after. A chain that is closed without a finish has written
 * no end, so what it left cannot be taken for a whole.
 */
public interface Sink extends AutoCloseable {
  void write(byte[] bytes, int offset, int length) throws IOException;

  void finish() throws IOException;

  @Override
  void close();
}
