package holdfast.cli.demo;

import holdfast.cli.RunningServer;
import holdfast.cli.remote.ApiClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The main job, step by step, through the HTTP API like any client. */
final class Demo {
  private static final String PROJECT = "Web Shop";
  private static final String ADDONS = "/v1/projects/web-shop/addons";
  private static final String DESTINATION = "demo-folder";

  private final RunningServer server;
  private final ThrowawayPostgres postgres;

  Demo(RunningServer server, ThrowawayPostgres postgres) {
    this.server = server;
    this.postgres = postgres;
  }

  /**
   * @param kept the data folder when it stays, else null
   */
  void run(@Nullable Path kept)
      throws DemoException, IOException, SQLException, InterruptedException {
    String token = Files.readString(server.adminTokenFile()).strip();
    try (ApiClient api = new ApiClient(server.url(), token)) {
      Shop.create(postgres);
      step(
          "A throw-away PostgreSQL holds the database 'shop': "
              + Shop.count(postgres, Shop.DATABASE)
              + " rows.");
      register(api);
      step("Registered through the API: a project, the database as an addon, a local destination.");
      String backup = backUp(api);
      list(api);
      restore(api, backup);
      compare();
      System.out.println(NextSteps.text(kept));
    }
  }

  private void register(ApiClient api) throws IOException, InterruptedException {
    api.put("/v1/projects", Map.of("name", PROJECT));
    if (!hasDestination(api)) {
      api.post(
          "/v1/backup-destinations",
          Map.of("name", "Demo Folder", "type", "local", "prefix", "demo/"));
    }
    addon(api, "Shop", Shop.DATABASE);
    addon(api, "Shop Restored", Shop.RESTORED_DATABASE);
  }

  /** A data folder that is kept has it from the demo before. */
  private static boolean hasDestination(ApiClient api) throws IOException, InterruptedException {
    for (JsonNode each : api.get("/v1/backup-destinations").at("/data/backupDestinations")) {
      if (each.path("id").asString().equals(DESTINATION)) {
        return true;
      }
    }
    return false;
  }

  private void addon(ApiClient api, String name, String database)
      throws IOException, InterruptedException {
    Map<String, String> connection = Map.of("uri", postgres.uri(database));
    api.put(ADDONS, Map.of("name", name, "type", "postgresql", "connection", connection));
  }

  private static String backUp(ApiClient api)
      throws DemoException, IOException, InterruptedException {
    Map<String, String> wanted =
        Map.of("compressionType", "zstd", "customDestinationId", DESTINATION);
    JsonNode backup = api.post(ADDONS + "/shop/backups", wanted);
    String id = backup.path("id").asString();
    String path = ADDONS + "/shop/backups/" + id;
    JsonNode done = new Waiting("Backing up").forEnd(() -> api.get(path).path("data"));
    step("Backed up: " + done.path("config").path("size").asString() + " bytes stored.");
    return id;
  }

  private static void list(ApiClient api) throws IOException, InterruptedException {
    String path = "/v1/backup-destinations/" + DESTINATION + "/backups";
    JsonNode answer = api.get(path);
    step("GET " + path + " answers:");
    System.out.println(answer.toPrettyString());
    System.out.println();
    System.out.println(BackupTable.of(answer.path("data")));
  }

  private static void restore(ApiClient api, String backup)
      throws DemoException, IOException, InterruptedException {
    String query = "?sourceProjectId=web-shop&sourceAddonId=shop";
    String path = ADDONS + "/shop-restored/backups/" + backup;
    String id = api.post(path + "/restore" + query).path("restoreId").asString();
    new Waiting("Restoring").forEnd(() -> restoreOf(api.get(path + "/restores" + query), id));
    step("Restored into a second database, 'shop_restored'.");
  }

  private static JsonNode restoreOf(JsonNode list, String id) throws DemoException {
    for (JsonNode restore : list.at("/data/restores")) {
      if (restore.path("id").asString().equals(id)) {
        return restore;
      }
    }
    throw new DemoException("the list of restores does not show restore " + id);
  }

  private void compare() throws DemoException, SQLException {
    Map<String, Long> original = Shop.count(postgres, Shop.DATABASE);
    Map<String, Long> restored = Shop.count(postgres, Shop.RESTORED_DATABASE);
    if (!original.equals(restored)) {
      throw new DemoException("the restored rows %s are not %s".formatted(restored, original));
    }
    step("Compared, table by table: both databases have " + restored + " rows.");
  }

  static void step(String text) {
    System.out.println("* " + text);
  }
}
