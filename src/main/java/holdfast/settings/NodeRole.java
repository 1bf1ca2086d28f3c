package holdfast.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a node does for those that share its catalog. */
public enum NodeRole {
  /** Listens, and answers requests. */
  API,
  /** Runs backups and restores, and all that goes by the clock. */
  WORKER;

  static Optional<NodeRole> of(String name) {
    return Arrays.stream(values())
        .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }
}
