package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.RedisDatabase;
import holdfast.testing.RedisServer;
import holdfast.testing.RedisServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Redis addons at a real server: from the API to the stored object and back. */
class RedisAddonTest {
  @TempDir Path folder;

  @AfterEach
  void dropDatabases() {
    RedisServers.shared().dropDatabases();
  }

  @Test
  void backsUpImportsAndRestores() throws Exception {
    RedisDatabase source = RedisServers.shared().createDatabase();
    RedisDatabase target = RedisServers.shared().createDatabase();
    source.fill();
    target.cli().call("SET", "old", "1");
    Path data = folder.resolve("data");
    try (LiveServer live = new LiveServer(data, Map.of("HOLDFAST_IMPORT_ALLOW", "127.0.0.1"))) {
      String from = addon(live, "Source", source);
      String into = addon(live, "Target", target);

      String backup = post(live, from + "/backups", "{}");
      JsonNode made = live.awaitStatus(backup, "completed");
      assertThat(made.path("backupType").asString()).isEqualTo("snapshot");
      assertThat(live.restore(backup, into).path("status").asString()).isEqualTo("completed");
      assertThat(target.contents()).isEqualTo(source.contents());

      target.change();
      String imported =
          post(live, into + "/import", "{'connectionString':'%s'}".formatted(uri(source)));
      live.awaitStatus(imported, "completed");
      assertThat(live.restore(imported, into).path("status").asString()).isEqualTo("completed");
      assertThat(target.contents()).isEqualTo(source.contents());
    }
    assertThat(RedisServers.shared().admin().call("CLIENT", "LIST"))
        .doesNotContain("name=holdfast");
    assertThat(files(data)).anyMatch(name -> name.matches("data\\.0000\\.rdb\\..*"));
    assertThat(Files.readString(Path.of(data + ".stderr"))).doesNotContain(RedisServer.PASSWORD);
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(Path::getFileName).map(Path::toString).toList();
    }
  }

  private static String addon(LiveServer live, String name, RedisDatabase database) {
    String body =
        "{'name':'%s','type':'redis','connection':{'uri':'%s'}}".formatted(name, uri(database));
    String id = live.api().post("/v1/projects/live/addons", body).data().path("id").asString();
    return "/v1/projects/live/addons/" + id;
  }

  /** Starts a backup; answers its path. */
  private static String post(LiveServer live, String path, String body) {
    JsonNode backups = live.api().post(path, body).data();
    String addon = path.substring(0, path.lastIndexOf('/'));
    String id =
        backups.has("id")
            ? backups.path("id").asString()
            : live.api()
                .get(addon + "/backups")
                .data()
                .path("backups")
                .path(0)
                .path("id")
                .asString();
    return addon + "/backups/" + id;
  }

  private static String uri(RedisDatabase database) {
    return database.connection().secret().reveal();
  }
}
