package holdfast.engine;

import holdfast.database.DatabaseDrivers;
import holdfast.database.Probe;
import holdfast.destination.DestinationCheck;
import holdfast.destination.Destinations;
import holdfast.model.AddonType;
import holdfast.model.BackupDestination;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.DestinationId;
import holdfast.model.Failure;
import holdfast.model.FailureException;
import holdfast.model.Location;
import java.nio.file.Path;
import java.util.Set;

/** Looks through the drivers themselves. */
public final class DriverInspections implements Inspections {
  private final DatabaseDrivers drivers;
  private final Destinations destinations;
  private final Path ownFolders;

  /**
   * @param ownFolders absolute, inside one of the allowed roots: where the folders of local
   *     destinations are that name none
   */
  public DriverInspections(DatabaseDrivers drivers, Destinations destinations, Path ownFolders) {
    this.drivers = drivers;
    this.destinations = destinations;
    this.ownFolders = ownFolders;
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
  public DatabaseReport inspect(AddonType type, ConnectionUri connection) throws FailureException {
    Probe probe = drivers.of(type).probe(connection);
    return new DatabaseReport(probe.version(), probe.sizeBytes(), probe.warnings());
  }

  @Override
  public DestinationReport inspect(BackupDestination registered) {
    return new DestinationReport(
        destinations.check(registered.location(), registered.prefix()).stream()
            .map(DriverInspections::step)
            .toList());
  }

  private static DestinationReport.Step step(DestinationCheck.Step step) {
    Failure failure = step.failure();
    String message = failure == null ? step.message() : step.message() + ". " + failure.hint();
    return new DestinationReport.Step(step.name(), step.ok(), message);
  }

  @Override
  public String resolveLocalPath(String path) throws FailureException {
    return destinations.createFolder(new Location.Local(path)).toString();
  }

  @Override
  public String defaultLocalPath(DestinationId destination) throws FailureException {
    return resolveLocalPath(ownFolders.resolve(destination.toString()).toString());
  }
}
