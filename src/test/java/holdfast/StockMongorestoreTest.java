package holdfast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.mongodb.Definitions;
import holdfast.testing.mongodb.MongoServers;
import holdfast.testing.mongodb.StockMongoTools;
import holdfast.testing.mongodb.TestMongo;
import holdfast.testing.mongodb.TestMongoDatabase;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is stored of MongoDB is what docs/databases.md says: no Holdfast is needed to get it back.
 */
class StockMongorestoreTest {
  private static final String LINE =
      "cat data.* | zstd -d | mongorestore --config=connection.yaml --archive";

  @TempDir Path folder;
  private final TestMongoDatabase source = MongoServers.replicaSet().createDatabase();
  private final TestMongoDatabase target =
      MongoServers.anotherReplicaSet().expectDatabase(source.name());

  @AfterEach
  void dropDatabases() {
    MongoServers.dropDatabases();
  }

  @Test
  void theDocumentedLineRestoresABackup() throws Exception {
    assertThat(Files.readString(Path.of("docs", "databases.md"))).contains(LINE);
    source.fill();
    backUp();

    assertRestores(LINE, ".zst");
    assertRestores(LINE.replace("zstd -d", "gzip -d"), ".gz");
    assertRestores(LINE.replace("zstd -d", "cat") + " --gzip", ".gz");
  }

  private void backUp() throws IOException {
    try (LiveServer live = new LiveServer(folder.resolve("data"))) {
      String addon = live.addon("mongodb", "Source", source.connection().secret().reveal(), "");
      for (String compression : List.of("zstd", "gz")) {
        String id =
            live.api()
                .post(addon + "/backups", "{'compressionType':'%s'}".formatted(compression))
                .data()
                .path("id")
                .asString();
        assertThat(live.ended(addon + "/backups/" + id).path("status").asString())
            .isEqualTo("completed");
      }
    }
  }

  private void assertRestores(String line, String suffix) throws Exception {
    Path stored = folderOfTheBackup(suffix);
    target.open().drop();
    new StockMongoTools(target.server(), TestMongo.KEEPER, stored).writeConnection();

    bash(stored, line);

    assertThat(Definitions.of(target)).isEqualTo(Definitions.of(source));
    for (String name : source.open().listCollectionNames()) {
      assertThat(target.documents(name)).as(name).isEqualTo(source.documents(name));
    }
  }

  private Path folderOfTheBackup(String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("data\\..*\\" + suffix))
          .map(file -> file.resolveSibling(""))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void bash(Path directory, String line) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-o", "pipefail", "-c", line)
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder
        .environment()
        .merge(
            "PATH",
            StockMongoTools.programs().toString(),
            (old, ours) -> ours + File.pathSeparator + old);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
