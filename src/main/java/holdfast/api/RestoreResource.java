package holdfast.api;

import holdfast.catalog.Catalog;
import holdfast.catalog.Stores;
import holdfast.engine.Restores;
import holdfast.model.Addon;
import holdfast.model.Backup;
import holdfast.model.Origin;
import holdfast.model.Project;
import holdfast.model.Restore;
import holdfast.security.Permission;
import org.jspecify.annotations.Nullable;

/**
 * Restores of an addon's backups. The addon in the path is the target; the query names the addon
 * that the backup was taken of, where that is another.
 */
final class RestoreResource {
  private final Catalog catalog;
  private final Restores restores;
  private final RestoreStart restoreStart;

  RestoreResource(ApiParts parts) {
    this.catalog = parts.catalog();
    this.restores = parts.restores();
    this.restoreStart = new RestoreStart(parts);
  }

  Answer start(Request request) {
    Found found = catalog.read(stores -> find(stores, request));
    return restoreStart.from(found.backup(), found.target(), DatabaseChoice.ofParameters(request));
  }

  Answer abort(Request request) {
    Restore restore =
        catalog.read(stores -> restore(stores, request, request.required("restoreId")));
    if (restores.abort(restore.id()).isEmpty()) {
      throw ApiError.conflict(
          "The restore \"%s\" has ended (%s), there is nothing to abort."
              .formatted(restore.id(), restore.status().wire()));
    }
    return Answer.nothing();
  }

  Answer listOfBackup(Request request) {
    var page =
        catalog.read(
            stores -> {
              Found found = find(stores, request);
              return stores
                  .restores()
                  .listOfBackup(found.backup().id(), found.target().id(), Paging.of(request));
            });
    return Paging.answer("restores", page, RunJson::restore);
  }

  Answer listOfTarget(Request request) {
    var page =
        catalog.read(
            stores ->
                stores
                    .restores()
                    .listOfTarget(Lookup.addon(stores, request).id(), Paging.of(request)));
    return Paging.answer("restores", page, RunJson::addonRestore);
  }

  private record Found(Backup backup, Addon target) {}

  private static Found find(Stores stores, Request request) {
    Project targetProject = Lookup.project(stores, request);
    Addon target = Lookup.addon(stores, targetProject, request.path("addonId"));
    Project sourceProject =
        Lookup.project(
            stores, request.access(), request.parameterOr("sourceProjectId", "projectId"));
    Addon source =
        Lookup.addon(stores, sourceProject, request.parameterOr("sourceAddonId", "addonId"));
    requireReadOf(source, target, request);
    return new Found(Lookup.backup(stores, source, request.path("backupId")), target);
  }

  /** The restore that the path names. */
  static Restore inPath(Stores stores, Request request) {
    return restore(stores, request, request.path("restoreId"));
  }

  /**
   * A restore into the addon in the path. Clients need not say where its backup came from; where
   * they do, it must be true, also when that addon is gone.
   */
  private static Restore restore(Stores stores, Request request, String id) {
    Addon target = Lookup.addon(stores, request);
    Restore restore = Lookup.restore(stores, id);
    Origin origin =
        stores
            .backups()
            .get(restore.backupId())
            .filter(backup -> restore.target().equals(target.id()))
            .orElseThrow(() -> ApiError.notFound("restore", id))
            .origin();
    String backup = restore.backupSlug().value();
    requireSame("backup", request.path("backupId"), backup);
    requireSame("project", request.parameter("sourceProjectId"), origin.projectSlug().value());
    requireSame("addon", request.parameter("sourceAddonId"), origin.addonSlug().value());
    return restore;
  }

  private static void requireSame(String kind, @Nullable String given, String actual) {
    if (given != null && !given.equals(actual)) {
      throw ApiError.notFound(kind, given);
    }
  }

  /** To restore another addon's backup is to read it. */
  private static void requireReadOf(Addon source, Addon target, Request request) {
    if (!source.id().equals(target.id()) && !request.access().may(Permission.ADDONS_READ)) {
      throw ApiError.lacks(Permission.ADDONS_READ);
    }
  }
}
