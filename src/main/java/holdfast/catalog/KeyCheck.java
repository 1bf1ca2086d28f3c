package holdfast.catalog;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Finds out whether a node's key is the one that the catalog's secrets are sealed with. The first
 * node that opens a catalog leaves something sealed in it; every later one must be able to open it.
 */
record KeyCheck(Handle handle, SecretCipher cipher) {
  private static final String CONTEXT = "key_check";
  private static final String PLAIN = "the key of this catalog";
  private static final String LEAVE =
      "INSERT INTO key_check (only_row, sealed) VALUES (1, :sealed) ON CONFLICT DO NOTHING";
  private static final String FIND = "SELECT sealed FROM key_check";

  /** Throws {@link CatalogException} when the key is another. */
  void pass() {
    try {
      Optional<byte[]> left = find();
      if (left.isEmpty()) {
        handle.createUpdate(LEAVE).bind("sealed", cipher.seal(PLAIN, CONTEXT)).execute();
        left = find(); // of two nodes that start together, the other may have been faster
      }
      cipher.open(left.orElseThrow(), CONTEXT);
    } catch (UnreadableSecretException e) {
      throw new CatalogException(
          "this node's secret key is not the one that the catalog's secrets are encrypted with; start it with the key of"
              + " the node that made the catalog (HOLDFAST_SECRET_KEY_FILE, or the file secret-key.json in the data folder)",
          e);
    }
  }

  private Optional<byte[]> find() {
    return handle.createQuery(FIND).map((row, context) -> row.getBytes(1)).findOne();
  }
}
