package holdfast.reference;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.api.StrictContract;
import holdfast.reference.ExampleCaller.Called;
import holdfast.testing.Api;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.S3Server;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Executes one way's example of every operation, in an order in which each finds what it names, and
 * leaves the server as empty as it was. What the examples cannot know is put in their place: where
 * database and bucket are, and the ids that the server makes.
 */
final class ExampleWalk {
  private static final String ADDON = "/v1/projects/shop/addons/shop-db";
  private static final String NIGHTLY = ADDON + "/backups/nightly";
  private static final String OFFSITE = "/v1/backup-destinations/offsite";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Api api;
  private final PageText page;
  private final Way way;
  private final ExampleCaller caller;
  private final PostgresDatabase database;
  private final StrictContract contract = new StrictContract();
  private final Map<String, String> real = new LinkedHashMap<>();
  private final Set<String> called = new TreeSet<>();

  ExampleWalk(Api api, PageText page, Way way, ExampleCaller caller, PostgresDatabase database) {
    this.api = api;
    this.page = page;
    this.way = way;
    this.caller = caller;
    this.database = database;
    String uri = database.connection().secret().reveal();
    real.put("postgresql://shop:secret@db.example.org:5432/shop", uri);
    real.put("postgresql://shop:secret@old.example.org:5432/shop", uri);
  }

  /**
   * @param bucket one that the server has
   */
  ExampleWalk with(S3Server s3, String bucket) {
    real.put("AKIAEXAMPLE", s3.accessKey());
    real.put("example-secret-key", s3.secretKey().reveal());
    real.put("my-backups", bucket);
    real.put("s3.eu-central-1.amazonaws.com", s3.endpoint());
    return this;
  }

  void walk() {
    call("getHealth", "getReady", "login", "getOpenapi", "getDocs");
    call("listAddonTypes", "listPlans", "listRegions");
    call("createProject", "putProject", "listProjects", "getProject", "patchProject");
    call("createBackupDestination", "listBackupDestinations", "getBackupDestination");
    call("patchBackupDestination", "testBackupDestination");
    call(
        "discoverAddons",
        "createAddon",
        "putAddon",
        "listAddons",
        "getAddon",
        "patchAddon",
        "getAddonVersion");
    backups();
    restores();
    schedules();
    access();
    farewell();
    assertThat(called).containsExactlyInAnyOrderElementsOf(StrictContract.operationIds());
  }

  private void backups() {
    call("pauseAddon", "createAddonBackup", "resumeAddon");
    ended(NIGHTLY, "completed");
    real.put("01935b6e-8c40-7a01-8000-0123456789ab", data(NIGHTLY).path("uid").asString());
    call("listAddonBackups", "getAddonBackup", "retainAddonBackup", "listAddonBackupRetention");
    call("getAddonBackupLogs", "listBackupDestinationBackups", "getBackupDestinationBackup");
    call("getBackupDownloadLink");
    String link = data(NIGHTLY + "/download-link").path("downloadLink").asString();
    real.put("AQr3SWsxT9cW2Xk0Vd7uQh5n", link.substring(link.lastIndexOf('/') + 1));
    call("download", "importAddonBackup");
    ended(ADDON + "/backups/old-shop", "completed");
  }

  private void restores() {
    call("restoreAddonBackup");
    real.put("01935b7302c8b02123456789", endedRestore());
    call("listBackupRestores", "listAddonRestores", "getAddonRestoreLogs");
    call("restoreBackupDestinationBackup");
    endedRestore();
    abortedRestore();
  }

  /** While the only worker is busy, so that the restore cannot have ended before. */
  private void abortedRestore() {
    try (var _ = database.block()) {
      api.post(ADDON + "/backups", "{'name':'blocked'}").data();
      String blocked = ADDON + "/backups/blocked";
      Api.until(() -> status(data(blocked)), "in-progress"::equals);
      String id = "restoreId";
      String restore = api.post(NIGHTLY + "/restore", "").data().path(id).asString();
      real.put("01935b7302c8b02123456789", restore);
      call("abortAddonRestore");
      callAbout("blocked", "abortAddonBackup");
    }
    ended(ADDON + "/backups/blocked", "aborted");
    callAbout("blocked", "deleteAddonBackup");
  }

  private void schedules() {
    call("createAddonBackupSchedule", "listAddonBackupSchedules");
    real.put("01935b6e8c40a01123456789", first(ADDON + "/backup-schedules", "schedules"));
    call("listAddonBackupScheduleFirings", "deleteAddonBackupSchedule");
  }

  private void access() {
    call("createRole", "listRoles");
    real.put("01935b6110a4c03123456789", first("/v1/roles", "roles"));
    call("getRole", "patchRole", "createToken", "listTokens");
    real.put("01935b62e574d04123456789", first("/v1/tokens", "tokens"));
    call("getToken", "revokeToken", "deleteRole");
  }

  private void farewell() {
    call("deleteBackupDestinationBackup");
    for (JsonNode backup : data(ADDON + "/backups").path("backups")) {
      api.delete(ADDON + "/backups/" + backup.path("id").asString()).data();
    }
    call("deleteAddon", "deleteProject");
    Api.until(() -> api.get(OFFSITE + "/backups").body().path("data"), JsonNode::isEmpty);
    callOnceItCan("deleteBackupDestination");
  }

  /** With another backup than the nightly one, which is still needed. */
  private void callAbout(String backup, String operationId) {
    real.put("nightly", backup);
    call(operationId);
    real.remove("nightly");
  }

  private void call(String... operationIds) {
    List.of(operationIds).forEach(this::call);
  }

  /** For what is refused while objects are still being removed in the background. */
  private void callOnceItCan(String operationId) {
    String example = example(operationId);
    check(operationId, example, Api.until(() -> caller.call(example), Called::isGood));
  }

  private void call(String operationId) {
    String example = example(operationId);
    check(operationId, example, caller.call(example));
  }

  private String example(String operationId) {
    String example = page.example(operationId, way);
    for (var value : real.entrySet()) {
      example = example.replace(value.getKey(), value.getValue());
    }
    return example;
  }

  private void check(String operationId, String example, Called answer) {
    assertThat(answer.isGood()).as("%s%n%s%n%s", operationId, example, answer.output()).isTrue();
    if (!answer.json().isEmpty() && StrictContract.answersJson(operationId)) {
      contract.check(operationId, 200, JSON.readTree(answer.json()));
    }
    called.add(operationId);
  }

  private void ended(String backup, String status) {
    JsonNode end = Api.ended(() -> data(backup));
    assertThat(status(end)).as("%s", end).isEqualTo(status);
  }

  /** The id of the newest restore, when it has completed. */
  private String endedRestore() {
    JsonNode end = Api.ended(() -> data(ADDON + "/restores").path("restores").path(0));
    assertThat(status(end)).as("%s", end).isEqualTo("completed");
    return end.path("id").asString();
  }

  private String first(String path, String list) {
    return data(path).path(list).path(0).path("id").asString();
  }

  private JsonNode data(String path) {
    return api.get(path).data();
  }

  private static String status(JsonNode item) {
    return item.path("status").asString();
  }
}
