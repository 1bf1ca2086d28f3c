package holdfast.api;

import static holdfast.security.Permission.ACCESS_MANAGE;
import static holdfast.security.Permission.ADDONS_CREATE;
import static holdfast.security.Permission.ADDONS_DELETE;
import static holdfast.security.Permission.ADDONS_READ;
import static holdfast.security.Permission.ADDONS_UPDATE;
import static holdfast.security.Permission.ADDON_LOGS;
import static holdfast.security.Permission.DESTINATIONS_CREATE;
import static holdfast.security.Permission.DESTINATIONS_DELETE;
import static holdfast.security.Permission.DESTINATIONS_READ;
import static holdfast.security.Permission.DESTINATIONS_UPDATE;
import static holdfast.security.Permission.PROJECTS_CREATE;
import static holdfast.security.Permission.PROJECTS_DELETE;
import static holdfast.security.Permission.PROJECTS_READ;
import static holdfast.security.Permission.PROJECTS_UPDATE;

import holdfast.security.Permission;
import java.util.ArrayList;
import java.util.List;

/**
 * Every operation there is, with who may call it and who does it. A test compares the table with
 * {@code openapi.yaml}, line by line and in both directions.
 */
final class RouteTable {
  private static final String DESTINATIONS = "/v1/backup-destinations";
  private static final String DESTINATION = DESTINATIONS + "/{backupDestinationId}";
  private static final String STORED = DESTINATION + "/backups/{backupUid}";
  private static final String PROJECT = "/v1/projects/{projectId}";
  private static final String ADDONS = PROJECT + "/addons";
  private static final String ADDON = ADDONS + "/{addonId}";
  private static final String BACKUPS = ADDON + "/backups";
  private static final String BACKUP = BACKUPS + "/{backupId}";
  private static final String SCHEDULES = ADDON + "/backup-schedules";
  private static final String ROLE = "/v1/roles/{roleId}";
  private static final String TOKEN = "/v1/tokens/{tokenId}";

  private final List<Operation> operations = new ArrayList<>();

  private RouteTable() {}

  static List<Operation> of(ApiParts parts, Contract contract, Draining draining) {
    RouteTable table = new RouteTable();
    table.destinations(new DestinationResource(parts));
    table.stored(new DestinationBackupResource(parts));
    table.projects(new ProjectResource(parts));
    table.addons(new AddonResource(parts));
    table.discovery(new DiscoveryResource(parts));
    table.backups(new BackupResource(parts));
    table.imports(new ImportResource(parts));
    table.restores(new RestoreResource(parts));
    table.logs(parts);
    table.schedules(new ScheduleResource(parts));
    table.retention(new RetentionResource(parts));
    table.downloads(new DownloadResource(parts));
    table.roles(new RoleResource(parts));
    table.tokens(new TokenResource(parts));
    table.service(new ServiceResource(parts));
    table.open(new HealthResource(parts, draining), contract);
    return List.copyOf(table.operations);
  }

  private void destinations(DestinationResource it) {
    add("listBackupDestinations", "GET", DESTINATIONS, DESTINATIONS_READ, it::list);
    add("createBackupDestination", "POST", DESTINATIONS, DESTINATIONS_CREATE, it::create);
    add("getBackupDestination", "GET", DESTINATION, DESTINATIONS_READ, it::get);
    add("patchBackupDestination", "PATCH", DESTINATION, DESTINATIONS_UPDATE, it::patch);
    add("deleteBackupDestination", "DELETE", DESTINATION, DESTINATIONS_DELETE, it::delete);
    add("testBackupDestination", "POST", DESTINATION + "/test", DESTINATIONS_UPDATE, it::test);
  }

  private void stored(DestinationBackupResource it) {
    String list = DESTINATION + "/backups";
    add("listBackupDestinationBackups", "GET", list, DESTINATIONS_READ, it::list);
    add("getBackupDestinationBackup", "GET", STORED, DESTINATIONS_READ, it::get);
    add("deleteBackupDestinationBackup", "DELETE", STORED, DESTINATIONS_DELETE, it::delete);
    String restore = STORED + "/restore";
    add("restoreBackupDestinationBackup", "POST", restore, DESTINATIONS_READ, it::restore);
  }

  private void projects(ProjectResource it) {
    add("listProjects", "GET", "/v1/projects", PROJECTS_READ, it::list);
    add("createProject", "POST", "/v1/projects", PROJECTS_CREATE, it::create);
    add("putProject", "PUT", "/v1/projects", PROJECTS_CREATE, it::put);
    add("getProject", "GET", PROJECT, PROJECTS_READ, it::get);
    add("patchProject", "PATCH", PROJECT, PROJECTS_UPDATE, it::patch);
    add("deleteProject", "DELETE", PROJECT, PROJECTS_DELETE, it::delete);
  }

  private void addons(AddonResource it) {
    add("listAddons", "GET", ADDONS, ADDONS_READ, it::list);
    add("createAddon", "POST", ADDONS, ADDONS_CREATE, it::create);
    add("putAddon", "PUT", ADDONS, ADDONS_CREATE, it::put);
    add("getAddon", "GET", ADDON, ADDONS_READ, it::get);
    add("patchAddon", "PATCH", ADDON, ADDONS_UPDATE, it::patch);
    add("deleteAddon", "DELETE", ADDON, ADDONS_DELETE, it::delete);
    add("pauseAddon", "POST", ADDON + "/pause", ADDONS_UPDATE, it::pause);
    add("resumeAddon", "POST", ADDON + "/resume", ADDONS_UPDATE, it::resume);
    add("getAddonVersion", "GET", ADDON + "/version", ADDONS_READ, it::version);
  }

  private void discovery(DiscoveryResource it) {
    add("discoverAddons", "POST", ADDONS + "/discover", ADDONS_CREATE, it::discover);
  }

  private void backups(BackupResource it) {
    add("listAddonBackups", "GET", BACKUPS, ADDONS_READ, it::list);
    add("createAddonBackup", "POST", BACKUPS, ADDONS_UPDATE, it::create);
    add("getAddonBackup", "GET", BACKUP, ADDONS_READ, it::get);
    add("deleteAddonBackup", "DELETE", BACKUP, ADDONS_UPDATE, it::delete);
    add("abortAddonBackup", "POST", BACKUP + "/abort", ADDONS_UPDATE, it::abort);
    add("retainAddonBackup", "POST", BACKUP + "/retain", ADDONS_UPDATE, it::retain);
  }

  private void imports(ImportResource it) {
    add("importAddonBackup", "POST", ADDON + "/import", ADDONS_UPDATE, it::start);
  }

  private void restores(RestoreResource it) {
    add("restoreAddonBackup", "POST", BACKUP + "/restore", ADDONS_UPDATE, it::start);
    add("abortAddonRestore", "POST", BACKUP + "/abort-restore", ADDONS_UPDATE, it::abort);
    add("listBackupRestores", "GET", BACKUP + "/restores", ADDONS_READ, it::listOfBackup);
    add("listAddonRestores", "GET", ADDON + "/restores", ADDONS_READ, it::listOfTarget);
  }

  private void logs(ApiParts parts) {
    add("getAddonBackupLogs", "GET", BACKUP + "/logs", ADDON_LOGS, LogResource.ofBackups(parts));
    String ofRestore = BACKUP + "/restores/{restoreId}/logs";
    add("getAddonRestoreLogs", "GET", ofRestore, ADDON_LOGS, LogResource.ofRestores(parts));
  }

  private void schedules(ScheduleResource it) {
    add("listAddonBackupSchedules", "GET", SCHEDULES, ADDONS_READ, it::list);
    add("createAddonBackupSchedule", "POST", SCHEDULES, ADDONS_UPDATE, it::create);
    String schedule = SCHEDULES + "/{scheduleId}";
    add("deleteAddonBackupSchedule", "DELETE", schedule, ADDONS_UPDATE, it::delete);
    String firings = schedule + "/firings";
    add("listAddonBackupScheduleFirings", "GET", firings, ADDONS_READ, it::firings);
  }

  private void retention(RetentionResource it) {
    add("listAddonBackupRetention", "GET", ADDON + "/backup-retention", ADDONS_READ, it::list);
  }

  private void downloads(DownloadResource it) {
    add("getBackupDownloadLink", "GET", BACKUP + "/download-link", ADDONS_READ, it::link);
    addForAnyone("download", "/v1/downloads/{ticket}", it::download);
  }

  private void roles(RoleResource it) {
    add("listRoles", "GET", "/v1/roles", ACCESS_MANAGE, it::list);
    add("createRole", "POST", "/v1/roles", ACCESS_MANAGE, it::create);
    add("getRole", "GET", ROLE, ACCESS_MANAGE, it::get);
    add("patchRole", "PATCH", ROLE, ACCESS_MANAGE, it::patch);
    add("deleteRole", "DELETE", ROLE, ACCESS_MANAGE, it::delete);
  }

  private void tokens(TokenResource it) {
    add("listTokens", "GET", "/v1/tokens", ACCESS_MANAGE, it::list);
    add("createToken", "POST", "/v1/tokens", ACCESS_MANAGE, it::create);
    add("getToken", "GET", TOKEN, ACCESS_MANAGE, it::get);
    add("revokeToken", "DELETE", TOKEN, ACCESS_MANAGE, it::revoke);
  }

  private void service(ServiceResource it) {
    addForAnyToken("listAddonTypes", "/v1/addon-types", it::addonTypes);
    addForAnyToken("listPlans", "/v1/plans", it::plans);
    addForAnyToken("listRegions", "/v1/regions", it::regions);
    addForAnyToken("login", "/v1/login", it::login);
  }

  private void open(HealthResource it, Contract contract) {
    addForAnyone("getOpenapi", "/v1/openapi.yaml", request -> Answer.yaml(contract.yaml()));
    addForAnyone("getDocs", "/docs", new DocsResource(contract));
    addForAnyone("getHealth", "/health", it::health);
    addForAnyone("getReady", "/ready", it::ready);
  }

  private void add(String id, String method, String path, Permission permission, Handler handler) {
    operations.add(new Operation(id, method, path, new Guard.Needs(permission), handler));
  }

  private void addForAnyToken(String id, String path, Handler handler) {
    operations.add(new Operation(id, "GET", path, new Guard.AnyToken(), handler));
  }

  private void addForAnyone(String id, String path, Handler handler) {
    operations.add(new Operation(id, "GET", path, new Guard.Anyone(), handler));
  }
}
