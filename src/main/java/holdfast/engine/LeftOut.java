package holdfast.engine;

import java.util.Set;

/**
 * Which databases of a server a backup of all leaves out.
 *
 * @param advice for who has to leave out one more: a sentence after a space; empty where nobody can
 */
record LeftOut(Set<String> databases, String advice) {
  LeftOut {
    databases = Set.copyOf(databases);
  }

  /** By an addon, which can be told to. */
  static LeftOut byAddon(Set<String> databases) {
    return new LeftOut(databases, " An addon can leave a database out: connection.except.");
  }

  /** By an import, which takes all. */
  static LeftOut byImport() {
    return new LeftOut(Set.of(), "");
  }
}
