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
   * @throws FailureException when it cannot be one, or its folder is missing, or is another than
   *     the one that was registered; whether a server answers shows only at the first call
   */
  public Destination open(BackupDestination destination) throws FailureException {
    return open(destination, settings);
  }

  /**
   * Tries whether a destination can be used, with less patience than a run has: a person waits.
   *
   * @return what was tried, in order; a single step {@code open} when that failed
   */
  public List<DestinationCheck.Step> check(BackupDestination destination) {
    try (Destination opened = open(destination, settings.impatient())) {
      return DestinationCheck.of(opened);
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

  /**
   * The real path of a local destination's folder.
   *
   * @see LocalRoots#resolve
   */
  public Path resolveFolder(Location.Local location) throws FailureException {
    return settings.localRoots().resolve(location.path());
  }

  /**
   * Before a destination is registered: leaves the mark in a local one's folder by which other
   * nodes will know it.
   */
  public void mark(BackupDestination destination) throws FailureException {
    if (settings.isShared() && destination.location() instanceof Location.Local local) {
      FolderMark.of(destination.id()).leave(resolveFolder(local));
    }
  }

  /** What will not work with it as things are, in words. */
  public List<String> warnings(BackupDestination destination) {
    return settings.isShared() && destination.location() instanceof Location.Local local
        ? List.of(
            "Several nodes can share this catalog: the folder %s has to be one that all of them share, mounted at the same path. Else use a bucket."
                .formatted(local.path()))
        : List.of();
  }

  private static Destination open(BackupDestination destination, DestinationSettings settings)
      throws FailureException {
    Destination driver = driver(destination, settings);
    String prefix = destination.prefix();
    Destination prefixed = prefix.isEmpty() ? driver : new PrefixedDestination(driver, prefix);
    return new RetryingDestination(prefixed, settings.retry());
  }

  private static Destination driver(BackupDestination destination, DestinationSettings settings)
      throws FailureException {
    return switch (destination.location()) {
      case Location.S3 s3 -> new S3Destination(s3, settings.s3());
      case Location.Local local -> new LocalDestination(folder(destination, local, settings));
    };
  }

  private static Path folder(
      BackupDestination destination, Location.Local local, DestinationSettings settings)
      throws FailureException {
    Path folder = settings.localRoots().resolve(local.path());
    if (settings.isShared()) {
      FolderMark.of(destination.id()).require(folder);
    }
    return folder;
  }
}
