package holdfast.api;

import holdfast.catalog.AccessStore.Role;
import holdfast.catalog.AccessStore.Token;
import holdfast.catalog.Stores;
import holdfast.model.Addon;
import holdfast.model.Backup;
import holdfast.model.BackupDestination;
import holdfast.model.BackupId;
import holdfast.model.Copy;
import holdfast.model.Key;
import holdfast.model.Project;
import holdfast.model.Restore;
import holdfast.model.RestoreId;
import holdfast.model.RoleId;
import holdfast.model.Slug;
import holdfast.model.TokenId;
import holdfast.security.Access;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds what the ids of a request name, or answers 404. What the caller may not see is not found
 * either, in the same words.
 */
final class Lookup {
  private Lookup() {}

  /** The project that the path names. */
  static Project project(Stores stores, Request request) {
    return project(stores, request.access(), request.path("projectId"));
  }

  static Project project(Stores stores, Access access, String id) {
    return slug(id)
        .flatMap(stores.projects()::find)
        .filter(project -> access.sees(project.id()))
        .orElseThrow(() -> ApiError.notFound("project", id));
  }

  /** The addon that the path names, in its project. */
  static Addon addon(Stores stores, Request request) {
    return addon(stores, project(stores, request), request.path("addonId"));
  }

  static Addon addon(Stores stores, Project project, String id) {
    return slug(id)
        .flatMap(slug -> stores.addons().find(project.id(), slug))
        .orElseThrow(() -> ApiError.notFound("addon", id));
  }

  /** Likewise; nobody else changes or removes it until the transaction ends. */
  static Addon lockedAddon(Stores stores, Project project, String id) {
    return stores
        .addons()
        .lock(addon(stores, project, id).id())
        .orElseThrow(() -> ApiError.notFound("addon", id));
  }

  /** The backup that the path names, of the addon in the path. */
  static Backup backup(Stores stores, Request request) {
    return backup(stores, addon(stores, request), request.path("backupId"));
  }

  static Backup backup(Stores stores, Addon addon, String id) {
    return slug(id)
        .flatMap(slug -> stores.backups().find(addon.id(), slug))
        .orElseThrow(() -> ApiError.notFound("backup", id));
  }

  /** The destination that the path names. */
  static BackupDestination destination(Stores stores, Request request) {
    String id = request.path("backupDestinationId");
    return destination(stores, id).orElseThrow(() -> ApiError.notFound("backup destination", id));
  }

  /** By its id or, as the official command line sends it, by its name. */
  static Optional<BackupDestination> destination(Stores stores, String idOrName) {
    return slug(idOrName)
        .flatMap(stores.destinations()::find)
        .or(() -> stores.destinations().findByName(idOrName));
  }

  /** The backup that the path names by its uid, if it has a copy in the destination. */
  static Backup backupIn(Stores stores, BackupDestination destination, Request request) {
    String uid = request.path("backupUid");
    return backupByUid(stores, uid)
        .filter(backup -> copyIn(backup, destination).isPresent())
        .orElseThrow(() -> ApiError.notFound("backup", uid));
  }

  /** Whoever may see it. */
  static Optional<Backup> backupByUid(Stores stores, String uid) {
    return backupId(uid).flatMap(stores.backups()::get);
  }

  static Optional<Copy> copyIn(Backup backup, BackupDestination destination) {
    return backup.copies().stream()
        .filter(copy -> copy.destinationId().equals(destination.id()))
        .findFirst();
  }

  static Restore restore(Stores stores, String id) {
    return key(id)
        .flatMap(key -> stores.restores().get(new RestoreId(key)))
        .orElseThrow(() -> ApiError.notFound("restore", id));
  }

  static Role role(Stores stores, String id) {
    return key(id)
        .flatMap(key -> stores.access().role(new RoleId(key)))
        .orElseThrow(() -> ApiError.notFound("role", id));
  }

  static Token token(Stores stores, String id) {
    return key(id)
        .flatMap(key -> stores.access().token(new TokenId(key)))
        .orElseThrow(() -> ApiError.notFound("token", id));
  }

  private static Optional<Slug> slug(String id) {
    return Slug.isSlug(id) ? Optional.of(new Slug(id)) : Optional.empty();
  }

  private static Optional<Key> key(String id) {
    return Key.isKey(id) ? Optional.of(new Key(id)) : Optional.empty();
  }

  private static Optional<BackupId> backupId(String uid) {
    try {
      BackupId id = new BackupId(UUID.fromString(uid));
      return id.toString().equals(uid) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
