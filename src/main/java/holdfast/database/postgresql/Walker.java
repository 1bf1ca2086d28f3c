package holdfast.database.postgresql;

import java.util.Map;
import java.util.Optional;

/** Follows the bytes of a backup while they pass, and knows whether they were whole. */
interface Walker {

  /** Takes the next bytes. */
  void accept(byte[] bytes, int offset, int length) throws MalformedArchive;

  /** Why the backup would not be whole if it ended here; empty if it would. */
  Optional<String> missing();

  /** What is known of one that is whole, for its manifest. */
  Map<String, String> details();
}
