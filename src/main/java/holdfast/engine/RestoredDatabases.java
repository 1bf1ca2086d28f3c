package holdfast.engine;

import holdfast.catalog.Stores;
import holdfast.database.DatabaseDriver;
import holdfast.database.DatabaseDrivers;
import holdfast.model.Addon;
import holdfast.model.AddonId;
import holdfast.model.FailureException;
import holdfast.model.Restore;
import java.util.Optional;

/**
 * Which restores replace what an addon's backups read, through other addons: a database can be one
 * by itself and be among all of its server, too.
 */
record RestoredDatabases(DatabaseDrivers drivers) {

  /** The target of such a restore that has not ended. */
  Optional<AddonId> of(Stores stores, Addon addon) {
    return stores.restores().active().stream()
        .filter(restore -> !restore.target().equals(addon.id()))
        .filter(restore -> replacesAnyOf(stores, addon, restore))
        .map(Restore::target)
        .findFirst();
  }

  private boolean replacesAnyOf(Stores stores, Addon addon, Restore restore) {
    return Places.addon(stores, restore.target())
        .filter(target -> replacesAnyOf(addon, target, restore))
        .isPresent();
  }

  /** Of a connection that cannot be understood the run itself will say so. */
  private boolean replacesAnyOf(Addon addon, Addon target, Restore restore) {
    if (addon.type() != target.type()) {
      return false;
    }
    try {
      DatabaseDriver driver = drivers.of(addon.type());
      Optional<String> database = replaced(driver, target, restore);
      return driver.server(addon.connection()).equals(driver.server(target.connection()))
          && database.isPresent()
          && isReadFor(driver, addon, database.get());
    } catch (FailureException e) {
      return false;
    }
  }

  /** The name of the database that a restore replaces, at the target's server. */
  static Optional<String> replaced(DatabaseDriver driver, Addon target, Restore restore)
      throws FailureException {
    String into = restore.route().into();
    return into == null ? driver.database(target.connection()) : Optional.of(into);
  }

  private static boolean isReadFor(DatabaseDriver driver, Addon addon, String database)
      throws FailureException {
    return addon.coverage().allDatabases()
        ? !addon.coverage().except().contains(database)
        : driver.database(addon.connection()).filter(database::equals).isPresent();
  }
}
