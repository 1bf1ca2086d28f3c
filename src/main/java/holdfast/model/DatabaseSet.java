package holdfast.model;

import java.util.List;

/**
 * The databases that are in a backup.
 *
 * @param all whether it is of all databases of a server, each to be restored by itself; else it is
 *     one stream, mostly of one database
 * @param stored those that are in a completed backup of all, in the order in which they were read
 */
public record DatabaseSet(boolean all, List<StoredDatabase> stored) {
  public static final DatabaseSet ONE = new DatabaseSet(false, List.of());

  /** Which ones, a run will find out. */
  public static final DatabaseSet ALL = new DatabaseSet(true, List.of());

  public DatabaseSet {
    stored = List.copyOf(stored);
  }

  /** Whether a database of this name is in it. */
  public boolean has(String name) {
    return stored.stream().anyMatch(database -> database.name().equals(name));
  }
}
