package holdfast.chaos;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** The checker's own view of what lies in a destination, prefix included. */
interface Store {

  /** All objects, whoever put them there. */
  Set<String> keys() throws IOException;

  byte[] read(String key) throws IOException;

  void put(String key, byte[] bytes) throws IOException;

  /** Uploads that were begun and neither ended nor discarded, and empty folders. */
  List<String> unfinished() throws IOException;

  /** Begins an upload that never ends; answers how {@link #unfinished} shows it. */
  String leaveUnfinished(String key) throws IOException;
}
