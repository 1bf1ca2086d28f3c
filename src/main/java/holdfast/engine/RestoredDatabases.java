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
        .filter(target -> isAtOneServer(addon, target))
        .flatMap(target -> replaced(target, restore))
        .filter(database -> isReadFor(addon, database))
        .isPresent();
  }

  /** Of a connection that cannot be understood the run itself will say so. */
  private boolean isAtOneServer(Addon one, Addon other) {
    if (one.type() != other.type()) {
      return false;
    }
    try {
      DatabaseDriver driver = drivers.of(one.type());
      return driver.server(one.connection()).equals(driver.server(other.connection()));
    } catch (FailureException e) {
      return false;
    }
  }

  private static Optional<String> replaced(Addon target, Restore restore) {
    return Optional.ofNullable(restore.route().into()).or(() -> target.connection().database());
  }

  private static boolean isReadFor(Addon addon, String database) {
    return addon.coverage().allDatabases()
        ? !addon.coverage().except().contains(database)
        : addon.connection().database().filter(database::equals).isPresent();
  }
}
