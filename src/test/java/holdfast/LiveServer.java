package holdfast;

import holdfast.testing.Api;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.S3Server;
import holdfast.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A server in a process of its own with a project, as the end-to-end tests need it. */
final class LiveServer implements AutoCloseable {
  private static final String PROJECT = "/v1/projects/live";

  private final Path dataDir;
  private Map<String, String> environment;
  private ServerProcess process;
  private Api api;

  LiveServer(Path dataDir) throws IOException {
    this(dataDir, Map.of());
  }

  LiveServer(Path dataDir, Map<String, String> environment) throws IOException {
    this.dataDir = dataDir;
    this.environment = environment;
    this.process = ServerProcess.start(dataDir, environment);
    this.api = process.api();
    api.post("/v1/projects", "{'name':'Live'}").data();
  }

  Path dataDir() {
    return dataDir;
  }

  ServerProcess process() {
    return process;
  }

  Api api() {
    return api;
  }

  /** After the process has ended somehow: a new one on the same data. */
  void startAgain() throws IOException {
    process = ServerProcess.start(dataDir, environment);
    api = process.api();
  }

  /** The same with other settings. */
  void startAgain(Map<String, String> others) throws IOException {
    environment = others;
    startAgain();
  }

  /** Registers a database; answers the addon's path. */
  String addon(String name, PostgresDatabase database) {
    return addon(name, database.connection().secret().reveal(), "");
  }

  String addon(String name, String uri, String query) {
    return addon("postgresql", name, uri, query);
  }

  String addon(String type, String name, String uri, String query) {
    String body =
        "{'name':'%s','type':'%s','connection':{'uri':'URI'}}"
            .formatted(name, type)
            .replace('\'', '"');
    JsonNode made =
        api.call(
                "POST", PROJECT + "/addons" + query, body.replace("URI", uri.replace("\\", "\\\\")))
            .data();
    return PROJECT + "/addons/" + made.path("id").asString();
  }

  /** Registers a bucket; answers the destination's id. */
  String bucket(String name, S3Server s3, String bucket) {
    return api.post(
            "/v1/backup-destinations",
            ("{'name':'%s','type':'s3','prefix':'live/','credentials':{'accessKey':'%s','secretKey':'%s',"
                    + "'bucketName':'%s','region':'us-east-1','endpoint':'%s'}}")
                .formatted(name, s3.accessKey(), s3.secretKey().reveal(), bucket, s3.endpoint()))
        .data()
        .path("id")
        .asString();
  }

  /** Asks for a backup; answers its path. */
  String startBackup(String addon, String destination) {
    JsonNode made =
        api.post(
                addon + "/backups",
                "{'compressionType':'zstd','customDestinationId':'%s'}".formatted(destination))
            .data();
    return addon + "/backups/" + made.path("id").asString();
  }

  /** Asks for a backup in the built-in destination, of the kind that the addon's type has. */
  String startBackup(String addon) {
    JsonNode made = api.post(addon + "/backups", "{}").data();
    return addon + "/backups/" + made.path("id").asString();
  }

  JsonNode ended(String backup) {
    return Api.ended(() -> api.get(backup).data());
  }

  JsonNode awaitStatus(String backup, String status) {
    return Api.until(
        () -> api.get(backup).data(), it -> it.path("status").asString().equals(status));
  }

  /** The item of the reference endpoint's list that shows this backup. */
  JsonNode item(String destination, String backup) {
    String id = backup.substring(backup.lastIndexOf('/') + 1);
    for (JsonNode item : api.get("/v1/backup-destinations/" + destination + "/backups").data()) {
      if (item.path("id").asString().equals(id)) {
        return item;
      }
    }
    throw new AssertionError("not listed: " + backup);
  }

  /** Restores into an addon and waits; answers the restore. */
  JsonNode restore(String backup, String target) {
    String id = startRestore(backup, target);
    return Api.ended(() -> restoreOf(target, id));
  }

  String startRestore(String backup, String target) {
    String source = backup.substring(0, backup.indexOf("/backups/"));
    String query =
        "?sourceProjectId=live&sourceAddonId=" + source.substring(source.lastIndexOf('/') + 1);
    String name = backup.substring(backup.lastIndexOf('/') + 1);
    return api.call("POST", target + "/backups/" + name + "/restore" + query, "")
        .data()
        .path("restoreId")
        .asString();
  }

  JsonNode restoreOf(String target, String id) {
    return restoreOf(api, target, id);
  }

  /** As a certain node sees it. */
  static JsonNode restoreOf(Api node, String target, String id) {
    for (JsonNode restore : node.get(target + "/restores").data().path("restores")) {
      if (restore.path("id").asString().equals(id)) {
        return restore;
      }
    }
    throw new AssertionError("no restore " + id);
  }

  @Override
  public void close() {
    process.close();
  }
}
