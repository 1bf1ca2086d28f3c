package holdfast.engine;

import holdfast.catalog.Place;
import holdfast.catalog.Stores;
import holdfast.catalog.UnreadableSecretException;
import holdfast.database.DatabaseDriver;
import holdfast.database.DatabaseDrivers;
import holdfast.model.Addon;
import holdfast.model.AddonId;
import holdfast.model.AddonType;
import holdfast.model.Backup;
import holdfast.model.ConnectionUri;
import holdfast.model.DestinationId;
import holdfast.model.FailureException;
import holdfast.model.Restore;
import holdfast.model.SourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** At which places a run is at work: those that bound how many may be there. */
record Places(DatabaseDrivers drivers, RunPolicy policy) {

  /**
   * @param addon that it is of, where it can be read
   */
  List<Place> of(Stores stores, Backup backup, Optional<Addon> addon) {
    List<Place> places = new ArrayList<>();
    AddonType type = backup.origin().addonType();
    if (backup.source().isOfAddon()) {
      places.add(Place.of(backup.origin().addonId()));
      addon.flatMap(it -> server(it.connection(), type)).ifPresent(places::add);
    } else if (backup.source() == SourceType.LIVE_INSTANCE) {
      imported(stores, backup).flatMap(it -> server(it, type)).ifPresent(places::add);
    }
    backup.copies().forEach(copy -> destination(copy.destinationId()).ifPresent(places::add));
    return places;
  }

  /**
   * A restore waits for its target, and for other restores into its database, alone. At a server or
   * a destination it counts, so that backups wait for it, but it does not wait for them: who
   * restores is in a hurry.
   */
  List<Place> of(Stores stores, Restore restore) {
    List<Place> places = new ArrayList<>();
    places.add(Place.of(restore.target()));
    Optional<Addon> target = addon(stores, restore.target());
    target.flatMap(it -> database(it, restore)).ifPresent(places::add);
    target
        .flatMap(it -> server(it.connection(), it.type()))
        .map(Place::unbounded)
        .ifPresent(places::add);
    destination(restore.destinationId()).map(Place::unbounded).ifPresent(places::add);
    return places;
  }

  /** Of a connection that cannot be understood the run itself will say so. */
  private Optional<Place> database(Addon target, Restore restore) {
    try {
      DatabaseDriver driver = drivers.of(target.type());
      String server = driver.server(target.connection());
      return RestoredDatabases.replaced(driver, target, restore)
          .map(database -> Place.ofDatabase(server, database));
    } catch (FailureException e) {
      return Optional.empty();
    }
  }

  private Optional<Place> destination(DestinationId id) {
    return policy.perDestination() == 0
        ? Optional.empty()
        : Optional.of(Place.of(id, policy.perDestination()));
  }

  /** Of a connection that cannot be understood the run itself will say so. */
  private Optional<Place> server(ConnectionUri connection, AddonType type) {
    try {
      return policy.perServer() == 0
          ? Optional.empty()
          : Optional.of(Place.ofServer(drivers.of(type).server(connection), policy.perServer()));
    } catch (FailureException e) {
      return Optional.empty();
    }
  }

  /** Empty also when its secret cannot be read. */
  static Optional<Addon> addon(Stores stores, AddonId id) {
    try {
      return stores.addons().get(id);
    } catch (UnreadableSecretException e) {
      return Optional.empty();
    }
  }

  private static Optional<ConnectionUri> imported(Stores stores, Backup backup) {
    try {
      return stores.imports().find(backup.id()).map(ConnectionUri::new);
    } catch (UnreadableSecretException e) {
      return Optional.empty();
    }
  }
}
