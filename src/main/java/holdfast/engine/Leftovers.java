package holdfast.engine;

import holdfast.destination.Destination;
import holdfast.model.FailureException;
import java.util.ArrayList;
import java.util.List;

/** Removes what one attempt wrote. Can be repeated. */
final class Leftovers {
  private Leftovers() {}

  /**
   * Its objects, in the order that survives a crash: without the manifest, what remains is no
   * backup.
   */
  static void removeObjects(Destination destination, String path) throws FailureException {
    destination.delete(path + Manifest.FILE_NAME);
    List<String> keys = new ArrayList<>();
    destination.list(path, object -> keys.add(object.key()));
    for (String key : keys) {
      destination.delete(key);
    }
  }

  /**
   * Its objects, and its uploads that were begun and not committed: of an attempt that did not
   * complete.
   */
  static void removeAll(Destination destination, String path) throws FailureException {
    removeObjects(destination, path);
    destination.discardUploads(path);
  }
}
