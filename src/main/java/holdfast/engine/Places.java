package holdfast.engine;

import holdfast.catalog.Place;
import holdfast.catalog.Stores;
import holdfast.catalog.UnreadableSecretException;
import holdfast.database.DatabaseDrivers;
import holdfast.model.Addon;
import holdfast.model.AddonId;
import holdfast.model.AddonType;
import holdfast.model.Backup;
import holdfast.model.ConnectionUri;
import holdfast.model.Copy;
import holdfast.model.DestinationId;
import holdfast.model.FailureException;
import holdfast.model.Restore;
import holdfast.model.SourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** At which places a run is at work: those that bound how many may be there. */
record Places(DatabaseDrivers drivers, RunPolicy policy) {

  List<Place> of(Stores stores, Backup backup) {
    List<Place> places = new ArrayList<>();
    if (backup.source().isOfAddon()) {
      addDatabase(stores, backup.origin().addonId(), places);
    } else if (backup.source() == SourceType.LIVE_INSTANCE) {
      addServer(importedDatabase(stores, backup), backup.origin().addonType(), places);
    }
    backup.copies().stream()
        .map(Copy::destinationId)
        .forEach(destination -> addDestination(destination, places));
    return places;
  }

  List<Place> of(Stores stores, Restore restore) {
    List<Place> places = new ArrayList<>();
    addDatabase(stores, restore.target(), places);
    addDestination(restore.destinationId(), places);
    return places;
  }

  private void addDatabase(Stores stores, AddonId id, List<Place> places) {
    places.add(Place.of(id));
    database(stores, id)
        .ifPresent(addon -> addServer(Optional.of(addon.connection()), addon.type(), places));
  }

  private void addDestination(DestinationId destination, List<Place> places) {
    if (policy.perDestination() > 0) {
      places.add(Place.of(destination, policy.perDestination()));
    }
  }

  /** Of a connection that cannot be understood the run itself will say so. */
  private void addServer(Optional<ConnectionUri> connection, AddonType type, List<Place> places) {
    if (policy.perServer() == 0 || connection.isEmpty()) {
      return;
    }
    try {
      String server = drivers.of(type).server(connection.get());
      places.add(Place.ofServer(server, policy.perServer()));
    } catch (FailureException e) {
      return;
    }
  }

  private static Optional<Addon> database(Stores stores, AddonId id) {
    try {
      return stores.addons().get(id);
    } catch (UnreadableSecretException e) {
      return Optional.empty();
    }
  }

  private static Optional<ConnectionUri> importedDatabase(Stores stores, Backup backup) {
    try {
      return stores.imports().find(backup.id()).map(ConnectionUri::new);
    } catch (UnreadableSecretException e) {
      return Optional.empty();
    }
  }
}
