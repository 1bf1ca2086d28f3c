package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServers;
import holdfast.testing.S3Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What is stored is what the README says it is: no Holdfast is needed to get it back. */
class StockToolsTest {
  @TempDir Path folder;
  private final PostgresDatabase source = PostgresServers.shared(14).createDatabase();
  private final PostgresDatabase target = PostgresServers.shared(14).createDatabase();

  @AfterEach
  void dropDatabases() {
    PostgresServers.dropDatabases();
  }

  @ParameterizedTest
  @CsvSource({"zstd, zstd -d", "gz, gzip -d"})
  void theReadmesLineRestoresABackup(String compression, String decompress) throws Exception {
    source.fill();
    try (LiveServer live = new LiveServer(folder.resolve("data"))) {
      String addon = live.addon("Source", source);
      String id =
          live.api()
              .post(
                  addon + "/backups",
                  "{'compressionType':'%s','customDestinationId':'built-in'}"
                      .formatted(compression))
              .data()
              .path("id")
              .asString();
      assertThat(live.ended(addon + "/backups/" + id).path("status").asString())
          .isEqualTo("completed");
    }
    String line = "cat data.* | zstd -d | pg_restore --dbname=";
    assertThat(Files.readString(Path.of("README.md"))).contains(line);

    bash(folderOfTheBackup(), line.replace("zstd -d", decompress) + "\"$TARGET\"");

    assertThat(target.contents()).isEqualTo(source.contents());
  }

  @Test
  void aBackupOfSeveralObjectsIsRestored() throws Exception {
    source.executeAsKeeper(
        "CREATE TABLE noise AS SELECT n, gen_random_uuid() AS a, gen_random_uuid() AS b"
            + " FROM generate_series(1, 1200000) n");
    try (S3Server s3 = S3Server.start();
        LiveServer live =
            new LiveServer(folder.resolve("data"), Map.of("HOLDFAST_S3_PART_LIMIT", "1"))) {
      s3.createBucket("pieces");
      String bucket = live.bucket("Pieces", s3, "pieces");
      String backup = live.startBackup(live.addon("Source", source), bucket);
      assertThat(live.ended(backup).path("status").asString()).isEqualTo("completed");
      assertThat(s3.objects("pieces")).as("the manifest and at least 3 of data").isGreaterThan(3);

      assertDownloads(live.api().get(backup + "/download-link").data());

      String into = live.addon("Target", target);
      assertThat(live.restore(backup, into).path("status").asString()).isEqualTo("completed");
    }
    String rows = "SELECT count(*) || ' ' || sum(hashtextextended(t::text, 0)) FROM noise t";
    assertThat(target.query(rows)).isEqualTo(source.query(rows));
  }

  /** In one piece, and in two that meet in the middle of an object; the stock tools read it. */
  private void assertDownloads(JsonNode link) throws Exception {
    URI uri = URI.create(link.path("downloadLink").asString());
    Path whole = folder.resolve("whole");
    Path pieces = folder.resolve("pieces");
    try (HttpClient http = HttpClient.newHttpClient()) {
      http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofFile(whole));
      for (String range : List.of("bytes=0-9999999", "bytes=10000000-")) {
        http.send(
            HttpRequest.newBuilder(uri).header("Range", range).build(),
            HttpResponse.BodyHandlers.ofFile(
                pieces, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
      }
    }
    assertThat(Files.size(whole)).isGreaterThan(3L * 8 * 1024 * 1024);
    assertThat(Files.mismatch(whole, pieces)).isEqualTo(-1);
    bash(folder, "zstd -q -d < whole > plain; pg_restore --list plain > list; grep noise list");
  }

  private Path folderOfTheBackup() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("data."))
          .map(file -> file.resolveSibling(""))
          .findFirst()
          .orElseThrow();
    }
  }

  private void bash(Path directory, String line) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-o", "pipefail", "-c", line)
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder.environment().put("TARGET", target.connection("postgres", "").secret().reveal());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
