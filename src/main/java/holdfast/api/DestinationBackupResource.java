package holdfast.api;

import holdfast.catalog.Catalog;
import holdfast.engine.Backups;
import holdfast.model.Addon;
import holdfast.model.Backup;
import holdfast.model.BackupDestination;
import holdfast.security.Access;
import holdfast.security.Permission;

/** {@code /v1/backup-destinations/{id}/backups}: what lies in a place. */
final class DestinationBackupResource {
  private final Catalog catalog;
  private final Backups backups;
  private final RestoreStart restoreStart;

  DestinationBackupResource(ApiParts parts) {
    this.catalog = parts.catalog();
    this.backups = parts.backups();
    this.restoreStart = new RestoreStart(parts);
  }

  /** The reference document's endpoint. */
  Answer list(Request request) {
    return Paging.ofDocuments(
        catalog.read(
            stores -> {
              BackupDestination destination = Lookup.destination(stores, request);
              return stores.backups().listOfDestination(destination.id(), Paging.of(request));
            }));
  }

  Answer get(Request request) {
    return Answer.data(
        catalog.read(
            stores -> {
              BackupDestination destination = Lookup.destination(stores, request);
              Backup backup = Lookup.backupIn(stores, destination, request);
              return DestinationBackupItem.live(
                  backup, Lookup.copyIn(backup, destination).orElseThrow());
            }));
  }

  Answer delete(Request request) {
    Located found = locate(request);
    if (!backups.delete(found.backup().id(), found.destination().id())) {
      throw BackupConflicts.notDeletable(found.backup());
    }
    return Answer.nothing();
  }

  Answer restore(Request request) {
    Access access = request.access();
    if (!access.may(Permission.ADDONS_UPDATE)) {
      throw ApiError.lacks(Permission.ADDONS_UPDATE);
    }
    Located found = locate(request);
    if (!access.may(Permission.ADDONS_READ, found.backup().origin().projectId())) {
      throw ApiError.lacks(Permission.ADDONS_READ);
    }
    Addon target =
        catalog.read(
            stores ->
                Lookup.addon(
                    stores,
                    Lookup.project(stores, access, request.required("projectId")),
                    request.required("addonId")));
    return restoreStart.from(
        found.backup(), found.destination().id(), target, DatabaseChoice.ofBody(request));
  }

  private Located locate(Request request) {
    return catalog.read(
        stores -> {
          BackupDestination destination = Lookup.destination(stores, request);
          return new Located(destination, Lookup.backupIn(stores, destination, request));
        });
  }

  private record Located(BackupDestination destination, Backup backup) {}
}
