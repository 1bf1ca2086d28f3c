package holdfast.engine;

import holdfast.destination.Destination;
import holdfast.model.FailureException;
import java.util.ArrayList;
import java.util.List;

/** Removes everything that one attempt wrote. */
final class Leftovers {
  private Leftovers() {}

  /**
   * In the order that survives a crash: the manifest goes first, so that what remains is no backup.
   * Can be repeated.
   */
  static void remove(Destination destination, String path) throws FailureException {
    destination.delete(path + Manifest.FILE_NAME);
    destination.discardUploads(path);
    List<String> keys = new ArrayList<>();
    destination.list(path, object -> keys.add(object.key()));
    for (String key : keys) {
      destination.delete(key);
    }
  }
}
