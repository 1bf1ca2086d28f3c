package holdfast.model;

import java.util.Set;

/**
 * Which databases of its server an addon protects.
 *
 * @param allDatabases every one that the server has when a backup is taken, whatever its connection
 *     names; else the one that the connection names
 * @param except those that are left out of all
 */
public record Coverage(boolean allDatabases, Set<String> except) {
  /** The one database that the connection names. */
  public static final Coverage ONE = new Coverage(false, Set.of());

  public Coverage {
    except = Set.copyOf(except);
  }

  /** What a backup holds: a physical one is one stream, though of a whole server. */
  public DatabaseSet databasesOf(AddonType type, BackupType backupType) {
    return allDatabases && !type.isPhysical(backupType) ? DatabaseSet.ALL : DatabaseSet.ONE;
  }

  /** All databases of the server but these. */
  public static Coverage allBut(Set<String> except) {
    return new Coverage(true, except);
  }
}
