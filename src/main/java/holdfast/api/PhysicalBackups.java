package holdfast.api;

import holdfast.model.AddonType;
import holdfast.model.Backup;
import holdfast.model.BackupType;
import holdfast.security.Access;

/** What is different with backups that hold all databases of a server. */
final class PhysicalBackups {
  private PhysicalBackups() {}

  /** Refuses a role that is limited to projects: databases of others may be at the server. */
  static void requireUnlimited(Access access, AddonType addonType, BackupType type) {
    if (addonType.isPhysical(type) && access.projects() != null) {
      throw ApiError.forbidden(
          "A %s of %s holds every database of its server, and the token's role is limited to some projects. Take a dump, or use a role that is not."
              .formatted(type.wire(), addonType.title()));
    }
  }

  /** Refuses what only a folder can take. */
  static void requireRestorable(Backup backup) {
    if (backup.origin().addonType().isPhysical(backup.type())) {
      throw ApiError.conflict(
          "The backup \"%s\" is a %s of a whole server, and the folder of a server's data cannot be replaced from afar. Unpack it there: holdfast download PROJECT ADDON %s --unpack FOLDER."
              .formatted(backup.slug(), backup.type().wire(), backup.slug()));
    }
  }
}
