package holdfast.cli;

import holdfast.settings.Settings;
import java.util.List;

/** Moves a catalog out of its file in the data folder into PostgreSQL. */
@FunctionalInterface
public interface CatalogMover {
  /**
   * Answers what its user should read. Throws {@link StartException} when it cannot be moved for a
   * reason that its user can mend; then it is where it was.
   */
  List<String> move(Settings settings) throws StartException;
}
