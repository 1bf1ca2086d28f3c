package holdfast.engine;

import holdfast.catalog.Catalog;
import holdfast.database.DatabaseDrivers;
import holdfast.destination.Destination;
import holdfast.model.Addon;
import holdfast.model.AddonId;
import holdfast.model.BackupDestination;
import holdfast.model.DestinationId;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.Key;
import holdfast.model.RunTag;
import java.time.Clock;
import java.time.Instant;

/** What every run needs. Thread-safe. */
public record Facilities(
    Catalog catalog,
    DatabaseDrivers drivers,
    DestinationOpener destinations,
    Clock clock,
    StopSignal stop) {

  Instant now() {
    return clock.instant();
  }

  RunJournal journal(Key run) {
    return new RunJournal(catalog, clock, run);
  }

  RunTag tag(Key run, int attempt) {
    return new RunTag(catalog.instanceId(), run, attempt);
  }

  /** Opens a registered destination; the caller closes it. */
  Destination open(DestinationId id) throws FailureException {
    BackupDestination registered =
        catalog
            .read(stores -> stores.destinations().get(id))
            .orElseThrow(
                () ->
                    new FailureException(
                        FailureCode.DESTINATION_MISSING,
                        "destination %s is not registered any more".formatted(id),
                        "Take the backup into a destination that is registered."));
    return destinations.open(registered);
  }

  Addon addon(AddonId id) throws FailureException {
    return catalog
        .read(stores -> stores.addons().get(id))
        .orElseThrow(
            () ->
                new FailureException(
                    FailureCode.DATABASE_MISSING,
                    "addon %s is not registered any more".formatted(id),
                    "Register the database again."));
  }
}
