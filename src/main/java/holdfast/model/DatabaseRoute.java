package holdfast.model;

import org.jspecify.annotations.Nullable;

/**
 * Which database a restore reads, which one it fills, and whether that one may hold something.
 *
 * @param from the name in a backup of all databases of a server; null of a backup of one
 * @param into the name at the server of a target that is all databases there; null where the
 *     target's connection names it
 * @param replaces whether what it holds is replaced; else the restore is refused unless it is empty
 */
public record DatabaseRoute(@Nullable String from, @Nullable String into, boolean replaces) {
  /** From a backup of one database into a target that is one. */
  public static final DatabaseRoute DIRECT = new DatabaseRoute(null, null);

  /** A way on which what is there is replaced. */
  public DatabaseRoute(@Nullable String from, @Nullable String into) {
    this(from, into, true);
  }
}
