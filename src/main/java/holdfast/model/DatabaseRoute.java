package holdfast.model;

import org.jspecify.annotations.Nullable;

/**
 * Which database a restore reads, and which one it replaces.
 *
 * @param from the name in a backup of all databases of a server; null of a backup of one
 * @param into the name at the server of a target that is all databases there; null where the
 *     target's connection names it
 */
public record DatabaseRoute(@Nullable String from, @Nullable String into) {
  /** From a backup of one database into a target that is one. */
  public static final DatabaseRoute DIRECT = new DatabaseRoute(null, null);
}
