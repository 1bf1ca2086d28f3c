package holdfast.destination;

import holdfast.model.BackupDestination;
import holdfast.model.FailureException;
import holdfast.model.Location;
import java.nio.file.Path;
import java.util.List;

/** Every kind of destination there is, each in one line of {@link #driver}. Thread-safe. */
public final class Destinations {
  private final DestinationSettings settings;

  public Destinations(DestinationSettings settings) {
    this.settings = settings;
  }

  /**
   * Opens a destination; its keys are relative to its prefix, and what can be repeated is. The
   * caller closes it.
   *
   * @throws FailureException when it cannot be one, or its folder is missing; whether a server
   *     answers shows only at the first call
   */
  public Destination open(BackupDestination destination) throws FailureException {
    return open(destination.location(), destination.prefix(), settings);
  }

  /**
   * Tries whether a destination can be used, with less patience than a run has: a person waits.
   *
   * @return what was tried, in order; a single step {@code open} when that failed
   */
  public List<DestinationCheck.Step> check(Location location, String prefix) {
    try (Destination destination = open(location, prefix, settings.impatient())) {
      return DestinationCheck.of(destination);
    } catch (FailureException failed) {
      return List.of(DestinationCheck.Step.failed("open", failed.failure()));
    }
  }

  /**
   * Makes the folder of a local destination that nobody named a path for.
   *
   * @see LocalRoots#create
   */
  public Path createFolder(Location.Local location) throws FailureException {
    return settings.localRoots().create(location.path());
  }

  private static Destination open(Location location, String prefix, DestinationSettings settings)
      throws FailureException {
    Destination driver = driver(location, settings);
    Destination prefixed = prefix.isEmpty() ? driver : new PrefixedDestination(driver, prefix);
    return new RetryingDestination(prefixed, settings.retry());
  }

  private static Destination driver(Location location, DestinationSettings settings)
      throws FailureException {
    return switch (location) {
      case Location.S3 s3 -> new S3Destination(s3, settings.s3());
      case Location.Local local ->
          new LocalDestination(settings.localRoots().resolve(local.path()));
    };
  }
}
