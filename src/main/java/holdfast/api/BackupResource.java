package holdfast.api;

import holdfast.catalog.Catalog;
import holdfast.catalog.TakenException;
import holdfast.engine.Backups;
import holdfast.engine.NewBackup;
import holdfast.model.Backup;

/** {@code A/backups}: what was, and is to be, stored of an addon. */
final class BackupResource {
  private final Catalog catalog;
  private final Backups backups;

  BackupResource(ApiParts parts) {
    this.catalog = parts.catalog();
    this.backups = parts.backups();
  }

  Answer list(Request request) {
    return catalog.read(
        stores ->
            Paging.answer(
                "backups",
                stores
                    .backups()
                    .listOfAddon(Lookup.addon(stores, request).id(), Paging.of(request)),
                new BackupJson(stores)::listItem));
  }

  Answer get(Request request) {
    return Answer.data(
        catalog.read(stores -> new BackupJson(stores).details(Lookup.backup(stores, request))));
  }

  Answer create(Request request) {
    NewBackup wanted = catalog.read(stores -> BackupOrder.read(stores, request));
    Backup backup = requested(wanted);
    return Answer.data(catalog.read(stores -> new BackupJson(stores).of(backup)));
  }

  private Backup requested(NewBackup wanted) {
    try {
      return backups.request(wanted);
    } catch (TakenException e) {
      throw BackupConflicts.nameTaken(wanted);
    }
  }

  Answer delete(Request request) {
    Backup backup = find(request);
    if (!backups.delete(backup.id(), null)) {
      throw BackupConflicts.notDeletable(backup);
    }
    return Answer.nothing();
  }

  Answer abort(Request request) {
    Backup backup = find(request);
    if (backups.abort(backup.id()).isEmpty()) {
      throw BackupConflicts.ended(backup);
    }
    return Answer.nothing();
  }

  Answer retain(Request request) {
    Writes.write(
        catalog,
        stores -> {
          Backup backup = Lookup.backup(stores, request);
          if (!stores.backups().retain(backup.id())) {
            throw ApiError.notFound("backup", request.path("backupId"));
          }
        });
    return Answer.nothing();
  }

  private Backup find(Request request) {
    return catalog.read(stores -> Lookup.backup(stores, request));
  }
}
