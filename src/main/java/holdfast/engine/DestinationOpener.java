package holdfast.engine;

import holdfast.destination.Destination;
import holdfast.model.BackupDestination;
import holdfast.model.FailureException;

/** Opens a registered destination; the caller closes it. Thread-safe. */
@FunctionalInterface
public interface DestinationOpener {
  Destination open(BackupDestination destination) throws FailureException;
}
