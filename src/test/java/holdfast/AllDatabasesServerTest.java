package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.ConnectionUri;
import holdfast.testing.Api;
import holdfast.testing.MariaDbServer;
import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.RedisServer;
import holdfast.testing.SampleDatabase;
import holdfast.testing.ServerProcess;
import holdfast.testing.mongodb.TestMongo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Addons that are all databases of a server, of each type, by a real server. */
class AllDatabasesServerTest {
  private static final String ADDON = "/v1/projects/live/addons/server";
  private static final String ROUTE = "database=%s&targetDatabase=%s";

  @TempDir Path folder;
  private AutoCloseable server = () -> {};

  @AfterEach
  void stopServer() throws Exception {
    server.close();
  }

  @Test
  void ofPostgresql() throws Exception {
    PostgresServer started = PostgresServers.start(14);
    server = started;
    backsUpAllAndRestoresOne("postgresql", started::createDatabase, SampleDatabase::connection);
  }

  /** No right would help: who adds the addon is told, and no hour is spent on the others first. */
  @Test
  void aDatabaseOfPostgresqlThatLetsNobodyInIsNamedFromTheStart() throws Exception {
    PostgresServer started = PostgresServers.start(14);
    server = started;
    SampleDatabase open = started.createDatabase();
    SampleDatabase shut = started.createDatabase();
    String named = "\"%s\" lets nobody in".formatted(shut.name());
    started.execute(
        "postgres", "ALTER DATABASE \"%s\" ALLOW_CONNECTIONS false".formatted(shut.name()));
    try (LiveServer live = new LiveServer(folder.resolve("data"))) {
      JsonNode addon = add(live, "postgresql", open.connection());
      assertThat(addon.at("/probe/warnings").toString()).contains(shut.name(), "lets nobody in");

      JsonNode backup = live.awaitStatus(live.startBackup(ADDON), "not-supported");

      assertThat(backup.at("/failure/message").asString()).contains(named);
      assertThat(backup.at("/failure/hint").asString())
          .contains("ALLOW_CONNECTIONS true", "connection.except");
      assertThat(backup.path("databases")).isEmpty();
    }
  }

  /** By the user that docs/databases.md has for it. */
  @ParameterizedTest
  @EnumSource(names = {"MARIADB_10", "MYSQL_8"})
  void ofMysql(MysqlRelease release) throws Exception {
    var started = MariaDbServers.start(release, List.of("--log-bin=bin", "--server-id=1"));
    server = started;
    started.createOverseer();
    backsUpAllAndRestoresOne(
        "mysql",
        started::createDatabase,
        any -> any.connection(MariaDbServer.OVERSEER, MariaDbServer.PASSWORD));
  }

  @Test
  void ofMongodb() throws Exception {
    backsUpAllAndRestoresOne(
        "mongodb",
        TestMongo.start("rs0")::createDatabase,
        any -> any.connection(TestMongo.EVERYWHERE, TestMongo.PASSWORD));
  }

  @Test
  void ofRedis() throws Exception {
    RedisServer started = RedisServer.start();
    server = started::kill;
    backsUpAllAndRestoresOne("redis", started::createDatabase, SampleDatabase::connection);
  }

  /**
   * What a person does after a bad day: the one database comes back, and nothing else is touched;
   * nor is what was made after the addon left out of the next backup.
   */
  private <D extends SampleDatabase> void backsUpAllAndRestoresOne(
      String type, Supplier<D> made, Function<D, ConnectionUri> login) throws Exception {
    D broken = made.get();
    D other = made.get();
    broken.fill();
    other.fill();
    other.change();
    Object before = broken.contents();
    Object ofOther = other.contents();
    try (LiveServer live = new LiveServer(folder.resolve("data"))) {
      JsonNode addon = add(live, type, login.apply(broken));
      assertThat(addon.at("/connection/database").asString()).isEqualTo("*");

      String first = live.startBackup(ADDON);
      assertThat(names(live.awaitStatus(first, "completed"))).contains(broken.name(), other.name());

      broken.change();
      assertThat(broken.contents()).isNotEqualTo(before);
      assertThat(restore(live, first, "database=" + encoded(broken)))
          .as("the restore's status")
          .isEqualTo("completed");
      assertThat(broken.contents()).isEqualTo(before);
      assertThat(other.contents()).isEqualTo(ofOther);

      D late = made.get();
      late.fill();
      broken.change();
      String second = live.startBackup(ADDON);
      assertThat(names(live.awaitStatus(second, "completed"))).contains(late.name());
      String copied = ROUTE.formatted(encoded(late), encoded(broken));
      assertThat(restore(live, second, copied)).isEqualTo("completed");
      assertThat(broken.contents()).isEqualTo(late.contents());
      assertThat(other.contents()).isEqualTo(ofOther);

      D empty = made.get();
      String filling = ROUTE.formatted(encoded(late), encoded(empty));
      assertThat(restore(live, second, filling + "&replace=false")).isEqualTo("completed");
      assertThat(empty.contents()).isEqualTo(late.contents());
      Api.Answer again =
          live.api().call("POST", second + "/restore?" + filling + "&replace=false", "");
      assertThat(again.status()).isEqualTo(409);
      download(live, second, late.name());
    }
    assertThat(Files.readString(folder.resolve("data.stderr"))).doesNotContain(broken.password());
  }

  private static JsonNode add(LiveServer live, String type, ConnectionUri any) {
    return live.api()
        .call(
            "POST",
            "/v1/projects/live/addons",
            """
            {"name":"Server","type":"%s","connection":{"uri":"%s","database":"*"}}
            """
                .formatted(type, any.secret().reveal()))
        .data();
  }

  private static List<String> names(JsonNode backup) {
    return StreamSupport.stream(backup.path("databases").spliterator(), false)
        .map(it -> it.path("name").asString())
        .toList();
  }

  private static String encoded(SampleDatabase database) {
    return URLEncoder.encode(database.name(), StandardCharsets.UTF_8);
  }

  private static String restore(LiveServer live, String backup, String query) {
    String id =
        live.api()
            .call("POST", backup + "/restore?" + query, "")
            .data()
            .path("restoreId")
            .asString();
    JsonNode restore = Api.ended(() -> live.restoreOf(ADDON, id));
    return restore.path("status").asString() + restore.path("failure").path("message").asString("");
  }

  /** By the command line, to a file that is named like the database. */
  private void download(LiveServer live, String backup, String database) throws Exception {
    Path into = Files.createDirectories(folder.resolve("downloads"));
    Process process =
        ServerProcess.command(
                live.dataDir(),
                Map.of("XDG_CONFIG_HOME", folder.resolve("config").toString()),
                "download",
                "live",
                "server",
                backup.substring(backup.lastIndexOf('/') + 1),
                "--database",
                database)
            .directory(into.toFile())
            .start();
    assertThat(process.waitFor()).isZero();
    try (var files = Files.list(into)) {
      assertThat(files)
          .singleElement()
          .satisfies(
              file -> {
                assertThat(file.getFileName().toString())
                    .contains(database.replace(' ', '_') + ".data.0000.");
                assertThat(Files.size(file)).isPositive();
              });
    }
  }
}
