package holdfast.catalog;

import holdfast.model.Backup;
import holdfast.model.Copy;

/**
 * Renders a copy as its item in the list of a destination's backups. The catalog keeps the result
 * beside the row and renews it in the transaction that changes the copy, so that listing costs no
 * rendering. It may depend on everything but the backup's progress, which changes too often.
 */
@FunctionalInterface
public interface CopyDocument {
  /** A complete JSON object, without line ends. */
  String render(Backup backup, Copy copy);
}
