package holdfast.cli;

import java.nio.file.Path;
import java.util.List;

/** A server of this process. Closing stops it: requests and runs get a bounded time to end. */
public interface RunningServer extends AutoCloseable {
  /** Like {@code http://127.0.0.1:7070}; empty for a node that does not listen. */
  String url();

  /** The file that holds the first administrator's token, if this server has made it. */
  Path adminTokenFile();

  /** What its user should read, a line each; the last one says that it is at work. */
  List<String> greeting();

  @Override
  void close();
}
