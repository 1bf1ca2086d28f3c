package holdfast.security;

import java.util.EnumSet;
import java.util.Set;

/** What a role may allow, each in the contract's exact words. What is not allowed is denied. */
public enum Permission {
  DESTINATIONS_READ("Account > BackupDestinations > General > Read"),
  DESTINATIONS_CREATE("Account > BackupDestinations > General > Create"),
  DESTINATIONS_UPDATE("Account > BackupDestinations > General > Update"),
  DESTINATIONS_DELETE("Account > BackupDestinations > General > Delete"),
  PROJECTS_READ("Project > Projects > Manage > Read"),
  PROJECTS_CREATE("Project > Projects > Manage > Create"),
  PROJECTS_UPDATE("Project > Projects > Manage > Update"),
  PROJECTS_DELETE("Project > Projects > Manage > Delete"),
  ADDONS_READ("Project > Addons > General > Read"),
  ADDONS_CREATE("Project > Addons > General > Create"),
  ADDONS_UPDATE("Project > Addons > General > Update"),
  ADDONS_DELETE("Project > Addons > General > Delete"),
  ADDON_LOGS("Project > Addons > Deployment > View Instance Logs"),
  /** Ours: makes and revokes roles and tokens, so whoever has it can give himself all others. */
  ACCESS_MANAGE("Account > Access > General > Manage");

  private final String wire;

  Permission(String wire) {
    this.wire = wire;
  }

  public String wire() {
    return wire;
  }

  /** Whether limiting a role to projects limits this permission too. */
  public boolean isLimitedByProjects() {
    return wire.startsWith("Project >");
  }

  /**
   * Those of {@code wires} that this version knows. A newer node may have stored others, and what
   * is not known is denied.
   */
  static Set<Permission> known(Set<String> wires) {
    EnumSet<Permission> known = EnumSet.allOf(Permission.class);
    known.removeIf(permission -> !wires.contains(permission.wire));
    return known;
  }
}
