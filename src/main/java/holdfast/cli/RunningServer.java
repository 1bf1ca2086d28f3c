package holdfast.cli;

import java.nio.file.Path;

/** A server of this process. Closing stops it: requests and runs get a bounded time to end. */
public interface RunningServer extends AutoCloseable {
  /** Like {@code http://127.0.0.1:7070}. */
  String url();

  /** The file that holds the first administrator's token. */
  Path adminTokenFile();

  @Override
  void close();
}
