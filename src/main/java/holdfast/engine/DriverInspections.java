package holdfast.engine;

import holdfast.database.DatabaseDriver;
import holdfast.database.DatabaseDrivers;
import holdfast.database.Probe;
import holdfast.destination.Destination;
import holdfast.destination.DestinationCheck;
import holdfast.destination.Destinations;
import holdfast.model.AddonType;
import holdfast.model.BackupDestination;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.Coverage;
import holdfast.model.DestinationId;
import holdfast.model.Failure;
import holdfast.model.FailureException;
import holdfast.model.FoundDatabase;
import holdfast.model.Location;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks through the drivers themselves. */
public final class DriverInspections implements Inspections {
  private final DatabaseDrivers drivers;
  private final Destinations destinations;
  private final Path localFolder;

  /**
   * @param localFolder where local destinations lie that name no path
   */
  public DriverInspections(DatabaseDrivers drivers, Destinations destinations, Path localFolder) {
    this.drivers = drivers;
    this.destinations = destinations;
    this.localFolder = localFolder;
  }

  @Override
  public Set<BackupType> backupTypes(AddonType type) {
    try {
      return drivers.of(type).capabilities().backupTypes();
    } catch (FailureException e) {
      return Set.of(); // the only failure: there is no driver for this type
    }
  }

  @Override
  public DatabaseReport inspect(AddonType type, ConnectionUri connection, Coverage coverage)
      throws FailureException {
    DatabaseDriver driver = drivers.of(type);
    if (coverage.allDatabases()) {
      return new ServerInspection(driver, connection).of(coverage.except());
    }
    Probe probe = driver.probe(connection);
    return new DatabaseReport(
        probe.version(), probe.sizeBytes(), probe.isEmpty(), probe.warnings());
  }

  @Override
  public boolean isEmpty(AddonType type, ConnectionUri connection, @Nullable String database)
      throws FailureException {
    DatabaseDriver driver = drivers.of(type);
    return driver
        .probe(database == null ? connection : driver.naming(connection, database))
        .isEmpty();
  }

  @Override
  public List<FoundDatabase> databases(AddonType type, ConnectionUri server)
      throws FailureException {
    return drivers.of(type).databases(server);
  }

  @Override
  public void requireNameable(AddonType type, ConnectionUri server, String database)
      throws FailureException {
    drivers.of(type).naming(server, database);
  }

  @Override
  public DestinationReport inspect(BackupDestination registered) {
    return new DestinationReport(
        destinations.check(registered).stream().map(DriverInspections::step).toList());
  }

  @Override
  public void mark(BackupDestination wanted) throws FailureException {
    destinations.mark(wanted);
  }

  @Override
  public List<String> warnings(BackupDestination registered) {
    return destinations.warnings(registered);
  }

  private static DestinationReport.Step step(DestinationCheck.Step step) {
    Failure failure = step.failure();
    String message = failure == null ? step.message() : step.message() + ". " + failure.hint();
    return new DestinationReport.Step(step.name(), step.ok(), message);
  }

  @Override
  public Set<String> findBackups(BackupDestination registered, Set<String> paths)
      throws FailureException {
    Set<String> found = new HashSet<>();
    try (Destination destination = destinations.open(registered)) {
      for (String path : paths) {
        if (destination.stat(path + Manifest.FILE_NAME).isPresent()) {
          found.add(path);
        }
      }
    }
    return found;
  }

  @Override
  public String resolveLocalPath(String path) throws FailureException {
    return destinations.resolveFolder(new Location.Local(path)).toString();
  }

  @Override
  public String createLocalFolder(DestinationId destination) throws FailureException {
    String path = localFolder.resolve(destination.toString()).toString();
    return destinations.createFolder(new Location.Local(path)).toString();
  }
}
