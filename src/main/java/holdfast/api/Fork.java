package holdfast.api;

import holdfast.catalog.Catalog;
import holdfast.catalog.Stores;
import holdfast.engine.Inspections.DatabaseReport;
import holdfast.engine.Restores;
import holdfast.model.Addon;
import holdfast.model.Backup;
import holdfast.model.Coverage;
import holdfast.model.DatabaseRoute;
import holdfast.model.DestinationId;
import holdfast.security.Access;
import holdfast.security.Permission;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A new addon whose empty database is filled from a backup. */
final class Fork {
  private static final String FIELD = "source";

  private final Catalog catalog;
  private final Restores restores;

  Fork(ApiParts parts) {
    this.catalog = parts.catalog();
    this.restores = parts.restores();
  }

  /** The backup that the request names as source, if it names one. */
  Optional<Backup> source(Request request, Coverage coverage) {
    JsonNode source = request.body().get(FIELD);
    if (source == null) {
      return Optional.empty();
    }
    boolean isOfAddon = source.has("addonId") && source.has("backupId");
    boolean hasAddon = source.has("addonId") || source.has("backupId") || source.has("projectId");
    if (isOfAddon == source.has("backupUid") || (hasAddon && !isOfAddon)) {
      throw ApiError.invalid(
          FIELD, "must have either addonId and backupId, with or without projectId, or backupUid");
    }
    if (coverage.allDatabases()) {
      throw ApiError.invalid(
          "connection.database", "is not allowed together with source, which fills one database");
    }
    if (!request.access().may(Permission.ADDONS_READ)) {
      throw ApiError.lacks(Permission.ADDONS_READ);
    }
    return Optional.of(
        catalog.read(
            stores ->
                isOfAddon
                    ? ofAddon(stores, request, source)
                    : ofUid(stores, request.access(), source.path("backupUid").asString())));
  }

  private static Backup ofAddon(Stores stores, Request request, JsonNode source) {
    String project = source.path("projectId").asString(request.path("projectId"));
    return Lookup.backup(
        stores,
        Lookup.addon(
            stores,
            Lookup.project(stores, request.access(), project),
            source.path("addonId").asString()),
        source.path("backupId").asString());
  }

  private static Backup ofUid(Stores stores, Access access, String uid) {
    return Lookup.backupByUid(stores, uid)
        .filter(backup -> access.may(Permission.ADDONS_READ, backup.origin().projectId()))
        .orElseThrow(() -> ApiError.notFound("backup", uid));
  }

  /** Refuses a database that holds something, which the restore would replace. */
  static void requireEmpty(@Nullable DatabaseReport report) {
    if (report == null || !report.isEmpty()) {
      throw ApiError.conflict(
          "The database that \"connection\" names is not empty, and a fork fills it from the backup. Create an empty"
              + " database for it, or register this one without \"source\" and restore into it.");
    }
  }

  /** Enters the restore into the new addon; answers its id. */
  String begin(Stores stores, Backup source, Addon target, Request request) {
    RestoreStart.requireFit(source, target);
    DestinationId copy = RestoreStart.completed(source);
    String database = request.body().path(FIELD).path(DatabaseChoice.DATABASE).asString(null);
    DatabaseRoute route =
        new DatabaseChoice(database, null, false).route(FIELD + ".database", source, target);
    return restores.enter(stores, source, copy, target, route).id().toString();
  }

  /** To be said when what was begun is committed. */
  void wake() {
    restores.wake();
  }
}
