package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.Api;
import holdfast.testing.Background;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServers;
import holdfast.testing.SampleDatabase.Blockade;
import holdfast.testing.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Several nodes with one catalog: real processes on a real PostgreSQL. */
class NodesTest {
  private static final String PROJECT = "/v1/projects/shop";
  private static final String BACKUPS = PROJECT + "/addons/shop-db/backups";

  @TempDir Path folder;
  private Installation nodes;

  @BeforeEach
  void makeCatalog() {
    nodes = new Installation(folder, PostgresServers.shared(15).createDatabase());
  }

  @AfterEach
  void stop() {
    nodes.close();
    PostgresServers.dropDatabases();
  }

  @Test
  void aSecondNodeNeedsTheDatabaseAndTheKeyAndNothingElse() throws Exception {
    ServerProcess first = nodes.startFirst(Map.of());
    ServerProcess second = nodes.start("second", Map.of());
    PostgresDatabase source = sample();
    register(nodes.api(first), source);

    assertThat(second.output())
        .anySatisfy(line -> assertThat(line).startsWith("the administrator's token is the one"));
    assertThat(nodes.dataDir("second").resolve("admin-token")).doesNotExist();
    assertThat(nodes.dataDir("second").resolve("secret-key.json")).doesNotExist();
    for (ServerProcess node : List.of(first, second)) {
      JsonNode done = backUp(nodes.api(node));
      assertThat(done.path("status").asString()).as("%s", done).isEqualTo("completed");
    }
    assertThat(filesIn(nodes.dataDir("second").resolve("built-in"))).isEmpty();

    String link =
        nodes
            .api(first)
            .get(BACKUPS + "/" + backUp(nodes.api(second)).path("id").asString() + "/download-link")
            .data()
            .path("downloadLink")
            .asString();
    URI elsewhere = URI.create(link.replace(first.url(), second.url()));
    assertThat(elsewhere.toString()).startsWith(second.url());
    assertThat(download(elsewhere)).isEqualTo(200);
  }

  @Test
  void nodesThatStartTogetherMakeOneTokenAndOneBuiltInDestination() throws Exception {
    Path alone = folder.resolve("alone");
    ServerProcess.start(alone, Map.of()).close();
    String key = alone.resolve("secret-key.json").toString();
    Map<String, String> own = Map.of("HOLDFAST_SECRET_KEY_FILE", key);
    CompletableFuture<ServerProcess> other = Background.call(() -> startUnchecked("second", own));
    ServerProcess first = nodes.start("first", own);
    ServerProcess second = other.get(1, TimeUnit.MINUTES);

    List<Path> tokens =
        Stream.of("first", "second")
            .map(name -> nodes.dataDir(name).resolve("admin-token"))
            .filter(Files::exists)
            .toList();
    assertThat(tokens).hasSize(1);
    String token = Files.readString(tokens.getFirst()).strip();
    for (ServerProcess node : List.of(first, second)) {
      JsonNode all = new Api(node.url(), token).get("/v1/backup-destinations").data();
      assertThat(all.path("backupDestinations")).hasSize(1);
      assertThat(
              new Api(node.url(), token)
                  .post("/v1/backup-destinations/built-in/test", "")
                  .data()
                  .path("ok")
                  .asBoolean())
          .isTrue();
    }
  }

  private ServerProcess startUnchecked(String name, Map<String, String> own) {
    try {
      return nodes.start(name, own);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void anotherKeyIsFoundOutAtTheStart() throws Exception {
    nodes.startFirst(Map.of());
    Path alone = folder.resolve("alone");
    ServerProcess.start(alone, Map.of()).close();
    Path wrongKey = alone.resolve("secret-key.json");

    Ended ended = run("second", Map.of("HOLDFAST_SECRET_KEY_FILE", wrongKey.toString()));

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.errors())
        .contains("cannot start: this node's secret key is not the one")
        .doesNotContain("\tat ");
  }

  @Test
  void aFolderThatIsNotTheSharedOneIsNeverWrittenTo() throws Exception {
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Map<String, String> own = Map.of("HOLDFAST_BUILT_IN_PATH", shared.toString());
    ServerProcess first = nodes.startFirst(own);
    register(nodes.api(first), sample());
    assertThat(backUp(nodes.api(first)).path("status").asString()).isEqualTo("completed");
    first.terminate();

    // What a second machine has at this path when the share is not mounted there.
    Files.move(shared, folder.resolve("elsewhere"));
    Files.createDirectory(shared);
    ServerProcess second = nodes.start("first", own);
    JsonNode failed = backUp(nodes.api(second));

    assertThat(failed.path("status").asString()).isEqualTo("failed");
    assertThat(failed.toString()).contains("is not the folder that was registered");
    assertThat(filesIn(shared)).isEmpty();
    assertThat(second.errors()).contains("backups in \"Built in\" will fail on this node");
  }

  @Test
  void aNodeWithoutTheApiWorksAndOneWithoutWorkersTakesOrders() throws Exception {
    ServerProcess api = nodes.startFirst(Map.of("HOLDFAST_ROLES", "api"));
    register(nodes.api(api), sample());
    String waiting = start(nodes.api(api));
    assertThat(status(nodes.api(api), waiting)).isEqualTo("scheduled");

    ServerProcess worker = nodes.start("worker", Map.of("HOLDFAST_ROLES", "worker"));

    assertThat(worker.url()).isEmpty();
    assertThat(worker.output().getLast()).startsWith("working on up to 2 runs at a time");
    assertThat(ended(nodes.api(api), waiting).path("status").asString()).isEqualTo("completed");
    assertThat(backUp(nodes.api(api)).path("status").asString()).isEqualTo("completed");
    assertThat(worker.terminate()).isEqualTo(143);
  }

  @Test
  void anAbortAskedOfOneNodeEndsARunOfAnother() throws Exception {
    ServerProcess api = nodes.startFirst(Map.of("HOLDFAST_ROLES", "api"));
    nodes.start("worker", Map.of("HOLDFAST_ROLES", "worker"));
    PostgresDatabase source = sample();
    register(nodes.api(api), source);
    try (Blockade block = source.block()) {
      String backup = start(nodes.api(api));
      Api.until(() -> status(apiOf(api), backup), "in-progress"::equals);
      nodes.api(api).post(BACKUPS + "/" + backup + "/abort", "").data();

      assertThat(ended(nodes.api(api), backup).path("status").asString()).isEqualTo("aborted");
      assertThat(block).isNotNull();
    }
  }

  @Test
  void aNodeThatIsStoppedHandsItsRunsToAnother() throws Exception {
    ServerProcess api = nodes.startFirst(Map.of("HOLDFAST_ROLES", "api"));
    ServerProcess worker = nodes.start("worker", Map.of("HOLDFAST_ROLES", "worker"));
    PostgresDatabase source = sample();
    register(nodes.api(api), source);
    String backup;
    try (Blockade block = source.block()) {
      backup = start(nodes.api(api));
      Api.until(() -> status(apiOf(api), backup), "in-progress"::equals);
      nodes.start("other", Map.of("HOLDFAST_ROLES", "worker"));
      worker.terminate();
      assertThat(block).isNotNull();
    }
    assertThat(ended(nodes.api(api), backup).path("status").asString()).isEqualTo("completed");
    assertThat(nodes.api(api).get(BACKUPS + "/" + backup + "/logs").body().toString())
        .as("handed back, not found dead when its lease ended")
        .contains("the server stops; the backup will be tried again");
  }

  private Api apiOf(ServerProcess node) {
    try {
      return nodes.api(node);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static PostgresDatabase sample() {
    PostgresDatabase source = PostgresServers.shared(14).createDatabase();
    source.fill();
    return source;
  }

  private static void register(Api api, PostgresDatabase source) {
    api.post("/v1/projects", "{'name':'Shop'}").data();
    Installation.addon(api, PROJECT, source);
  }

  /** Answers the backup's id. */
  private static String start(Api api) {
    return api.post(BACKUPS, "{'compressionType':'zstd'}").data().path("id").asString();
  }

  private static String status(Api api, String backup) {
    return api.get(BACKUPS + "/" + backup).data().path("status").asString();
  }

  private static JsonNode ended(Api api, String backup) {
    return Api.ended(() -> api.get(BACKUPS + "/" + backup).data());
  }

  private static JsonNode backUp(Api api) {
    return ended(api, start(api));
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static int download(URI link) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(link).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  private record Ended(int exitCode, String errors) {}

  private Ended run(String name, Map<String, String> own) throws Exception {
    Process process =
        ServerProcess.command(nodes.dataDir(name), nodes.environment(own), "server", "--port", "0")
            .redirectError(ProcessBuilder.Redirect.PIPE)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), errors);
  }
}
