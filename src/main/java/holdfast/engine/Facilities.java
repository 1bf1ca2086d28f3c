package holdfast.engine;

import holdfast.catalog.Catalog;
import holdfast.catalog.Stores;
import holdfast.catalog.UnreadableSecretException;
import holdfast.database.DatabaseDrivers;
import holdfast.destination.Destination;
import holdfast.model.Addon;
import holdfast.model.AddonId;
import holdfast.model.BackupDestination;
import holdfast.model.BackupId;
import holdfast.model.DestinationId;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.Key;
import holdfast.model.RunTag;
import holdfast.model.Secret;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** What every run needs. Thread-safe. */
public record Facilities(
    Catalog catalog,
    DatabaseDrivers drivers,
    DestinationOpener destinations,
    ImportedFiles importedFiles,
    RunPolicy policy,
    Clock clock,
    StopSignal stop,
    Lease lease) {

  Instant now() {
    return clock.instant();
  }

  RunJournal journal(Key run) {
    return new RunJournal(catalog, clock, run);
  }

  /** Of a run that begins now. */
  Contact contact() {
    return new Contact(lease, clock);
  }

  RunTag tag(Key run, int attempt) {
    return new RunTag(catalog.instanceId(), run, attempt);
  }

  /** Opens a registered destination; the caller closes it. */
  Destination open(DestinationId id) throws FailureException {
    return open(destination(id));
  }

  /** The caller closes it. */
  Destination open(BackupDestination registered) throws FailureException {
    return destinations.open(registered);
  }

  BackupDestination destination(DestinationId id) throws FailureException {
    return found(
        "destination " + id,
        stores -> stores.destinations().get(id),
        FailureCode.DESTINATION_MISSING);
  }

  /** What people call a destination; its id when it cannot be read any more. */
  String nameOf(DestinationId id) {
    try {
      return catalog
          .read(stores -> stores.destinations().get(id).map(BackupDestination::name))
          .orElse(id.toString());
    } catch (UnreadableSecretException e) {
      return id.toString();
    }
  }

  Addon addon(AddonId id) throws FailureException {
    return found("addon " + id, stores -> stores.addons().get(id), FailureCode.DATABASE_MISSING);
  }

  /** Where the import that has not ended reads from. */
  Secret importedFrom(BackupId id) throws FailureException {
    return found(
        "the source of import " + id, stores -> stores.imports().find(id), FailureCode.INTERNAL);
  }

  private <T> T found(String what, Function<Stores, Optional<T>> query, FailureCode absent)
      throws FailureException {
    try {
      return catalog
          .read(query)
          .orElseThrow(
              () ->
                  new FailureException(
                      absent,
                      what + " is not registered any more",
                      "Register it again, or use another."));
    } catch (UnreadableSecretException e) {
      throw new FailureException(
          new Failure(
              FailureCode.INTERNAL,
              "the secret of %s cannot be decrypted".formatted(what),
              "Start the server with the key that it was encrypted with, or enter the secret again."),
          e);
    }
  }
}
