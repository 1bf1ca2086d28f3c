package holdfast.reference;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.Api;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServers;
import holdfast.testing.S3Server;
import holdfast.testing.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example on the page does what it says, against a real server, database and bucket. */
class ExamplesTest {
  private static final String BUCKET = "examples";

  @TempDir static Path folder;
  private static S3Server s3;
  private static PostgresDatabase database;
  private static ServerProcess server;
  private static Api api;
  private static PageText page;

  @BeforeAll
  static void start() throws Exception {
    s3 = S3Server.start();
    s3.createBucket(BUCKET);
    database = PostgresServers.shared(PostgresServers.DEFAULT_MAJOR).createDatabase();
    database.fill();
    server =
        ServerProcess.start(
            folder.resolve("data"), Map.of("HOLDFAST_WORKERS", "1", "HOLDFAST_RATE_LIMIT", "0"));
    api = server.api();
    page = PageText.of(pageOf(server));
  }

  @AfterAll
  static void stop() {
    server.close();
    s3.close();
    PostgresServers.dropDatabases();
  }

  private static String pageOf(ServerProcess server) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/docs")).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  @Test
  void everyCallByCurlSucceeds() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home"));
    Files.createSymbolicLink(home.resolve(".holdfast"), folder.resolve("data"));
    String setup = page.setup(Way.CURL).replace("http://127.0.0.1:7070", api.url());
    try (CurlCaller curl = new CurlCaller(home, setup)) {
      walk(Way.CURL, curl);
    }
  }

  @Test
  void everyCommandSucceeds() throws IOException {
    try (CommandCaller commands =
        new CommandCaller(api, Files.createDirectory(folder.resolve("commands")))) {
      walk(Way.COMMAND, commands);
    }
  }

  @Test
  void everyCallOfTheClientSucceeds() throws Exception {
    build();
    Path project = Files.createDirectory(folder.resolve("project"));
    try (ClientCaller client = new ClientCaller(api, project, page.setup(Way.CLIENT))) {
      walk(Way.CLIENT, client);
    }
  }

  /** What is generated of the contract, too. */
  private static void build() throws IOException, InterruptedException {
    Path log = folder.resolve("build.log");
    Process npm =
        new ProcessBuilder("npm", "run", "build")
            .directory(Path.of("clients", "js").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(npm.waitFor()).as(Files.readString(log)).isZero();
  }

  private static void walk(Way way, ExampleCaller caller) {
    new ExampleWalk(api, page, way, caller, database).with(s3, BUCKET).walk();
  }
}
