package holdfast.reference;

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
    try (CurlCaller curl = new CurlCaller(api, Files.createDirectory(folder.resolve("curl")))) {
      walk(Way.CURL, curl);
    }
  }

  private void walk(Way way, ExampleCaller caller) {
    new ExampleWalk(api, page, way, caller, database).with(s3, BUCKET).walk();
  }
}
