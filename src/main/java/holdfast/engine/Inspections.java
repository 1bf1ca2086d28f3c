package holdfast.engine;

import holdfast.model.AddonType;
import holdfast.model.BackupDestination;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.Coverage;
import holdfast.model.DestinationId;
import holdfast.model.FailureException;
import holdfast.model.FoundDatabase;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at databases and destinations before they are relied on. Thread-safe; each call ends within
 * a bounded time.
 */
public interface Inspections {
  int LOOKED_AT = 100;

  /**
   * What backups this type of database can have; empty for a type that this version has no driver
   * for.
   */
  Set<BackupType> backupTypes(AddonType type);

  /**
   * Connects, and tells version, size and what will not work. Of all databases of a server, of at
   * most {@value #LOOKED_AT} one by one.
   */
  DatabaseReport inspect(AddonType type, ConnectionUri connection, Coverage coverage)
      throws FailureException;

  /**
   * Connects, and tells whether the database that a restore would fill is empty.
   *
   * @param database null where the connection names it
   * @throws FailureException where that cannot be found out now
   */
  boolean isEmpty(AddonType type, ConnectionUri connection, @Nullable String database)
      throws FailureException;

  /**
   * Connects, and lists the databases of the server, by name.
   *
   * @param server need not name a database
   */
  List<FoundDatabase> databases(AddonType type, ConnectionUri server) throws FailureException;

  /**
   * Asks nobody.
   *
   * @throws FailureException where no database at the server that people may use can have this name
   */
  void requireNameable(AddonType type, ConnectionUri server, String database)
      throws FailureException;

  /**
   * Tries everything that a backup needs of a destination, step by step. What fails stands in the
   * report.
   */
  DestinationReport inspect(BackupDestination destination);

  /**
   * Before a destination is registered: leaves in a local one's folder by what other nodes will
   * know it. Nothing to do where there are no others.
   */
  void mark(BackupDestination destination) throws FailureException;

  /** What will not work with a destination as this server is set up, in sentences. */
  List<String> warnings(BackupDestination destination);

  /** Those of the given backups' paths at which the destination has a manifest. */
  Set<String> findBackups(BackupDestination destination, Set<String> paths) throws FailureException;

  /**
   * Checks a configured local path against the allowed roots, and gives the path as it will be
   * used.
   */
  String resolveLocalPath(String path) throws FailureException;

  /**
   * Makes the folder of a local destination that names none: of its own, under the data directory.
   *
   * @return its path, absolute
   */
  String createLocalFolder(DestinationId destination) throws FailureException;

  /** See {@code holdfast.database.Probe}. */
  record DatabaseReport(String version, long sizeBytes, boolean isEmpty, List<String> warnings) {}

  /** The steps in the order in which they were tried. */
  record DestinationReport(List<Step> steps) {
    public DestinationReport {
      steps = List.copyOf(steps);
    }

    public boolean isOk() {
      return steps.stream().allMatch(Step::ok);
    }

    /** One step, in words. */
    public record Step(String name, boolean ok, String message) {}
  }
}
