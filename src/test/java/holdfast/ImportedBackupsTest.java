package holdfast;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import holdfast.testing.Api;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServers;
import holdfast.testing.SampleDatabase;
import holdfast.testing.StubHttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Databases and dumps from elsewhere, imported by a running server and restored. */
class ImportedBackupsTest {
  @TempDir Path folder;
  private final PostgresDatabase source = PostgresServers.shared(14).createDatabase();
  private final PostgresDatabase target = PostgresServers.shared(14).createDatabase();
  private LiveServer live;
  private String addon;

  @BeforeEach
  void start() throws IOException {
    source.fill();
    live =
        new LiveServer(
            folder.resolve("data"), Map.of("HOLDFAST_IMPORT_ALLOW", "10.0.0.0/8, 127.0.0.1"));
    addon = live.addon("Target", target);
  }

  @AfterEach
  void stop() {
    live.close();
    PostgresServers.dropDatabases();
  }

  @Test
  void aDatabaseIsImportedByItsConnectionStringAndRestored() throws Exception {
    String uri = source.connection().secret().reveal();
    importFrom("'connectionString':'jdbc:%s','compressionType':'zstd'".formatted(uri));

    JsonNode backup = live.ended(imported());

    assertThat(backup.at("/config/source/type").asString()).isEqualTo("liveInstance");
    assertThat(backup.at("/config/addonVersion").asString()).startsWith("14.");
    assertRestores();
    assertShownNowhere(source.password());
  }

  @Test
  void aDumpIsImportedByItsUrlPlainAndPackedAndRestored() throws Exception {
    byte[] dump = stockDump();
    byte[][] files = {dump, gzip(dump), Zstd.compress(dump, 3)};
    for (byte[] file : files) {
      try (StubHttpServer server = StubHttpServer.serving(file)) {
        importFrom("'importUrl':'%s'".formatted(server.url("/file?secret-signature")));

        JsonNode backup = live.ended(imported());

        assertThat(backup.at("/config/source/type").asString()).isEqualTo("externalDump");
        assertThat(backup.at("/config/addonVersion").asString()).startsWith("14.");
        assertRestores();
      }
      target.execute("DROP TABLE customer CASCADE");
      live.api().delete(imported()).data();
      Api.until(
          () -> live.api().get("/v1/backup-destinations/built-in/backups").data(),
          JsonNode::isEmpty);
      assertThat(Leftovers.await(this::nothingIsStored)).isTrue();
    }
    assertShownNowhere("secret-signature");
  }

  @Test
  void aWrongFileFailsAndSaysWhatItIs() throws Exception {
    byte[] sql = "--\n-- PostgreSQL database dump\n--\n".getBytes(UTF_8);
    try (StubHttpServer server = StubHttpServer.serving(gzip(sql))) {
      importFrom("'importUrl':'%s'".formatted(server.url("/dump.sql.gz")));

      JsonNode backup = live.ended(imported());

      assertThat(backup.path("status").asString()).isEqualTo("failed");
      assertThat(backup.at("/failure/code").asString()).isEqualTo("import-invalid");
      assertThat(backup.at("/failure/message").asString()).contains("a plain SQL text");
      assertThat(backup.at("/failure/hint").asString()).contains("pg_dump --format=custom");
    }
  }

  @Test
  void anImportThatIsKilledInTheMiddleCompletesAfterTheNextStart() throws Exception {
    byte[] dump = stockDump();
    CountDownLatch halfway = new CountDownLatch(1);
    try (StubHttpServer server =
        StubHttpServer.start(
            (request, answer) -> {
              answer.head("200 OK\nContent-Length: " + dump.length);
              answer.write(Arrays.copyOf(dump, dump.length / 2));
              if (halfway.getCount() > 0) {
                halfway.countDown();
                assertThat(answer.waits(120_000)).isFalse();
              }
              answer.write(Arrays.copyOfRange(dump, dump.length / 2, dump.length));
            })) {
      importFrom("'importUrl':'%s'".formatted(server.url("/dump")));
      halfway.await();

      live.process().kill();
      live.startAgain();

      assertRestores();
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void aDatabaseIsImportedAgainAfterAKillToo() throws Exception {
    try (SampleDatabase.Blockade lock = source.block()) {
      assertThat(lock).isNotNull();
      importFrom("'connectionString':'%s'".formatted(source.connection().secret().reveal()));
      live.awaitStatus(imported(), "in-progress");

      live.process().kill();
    }
    live.startAgain();

    assertRestores();
  }

  private void importFrom(String source) {
    // The name is free again when a deleted backup's last object is gone.
    Api.Answer answer =
        Api.until(
            () -> live.api().post(addon + "/import", "{'name':'Old Shop',%s}".formatted(source)),
            it -> it.status() != 409);
    assertThat(answer.data()).isEmpty();
  }

  private String imported() {
    return addon + "/backups/old-shop";
  }

  private void assertRestores() {
    JsonNode backup = live.ended(imported());
    assertThat(backup.path("status").asString()).as("%s", backup).isEqualTo("completed");
    assertThat(live.restore(imported(), addon).path("status").asString()).isEqualTo("completed");
    assertThat(target.contents()).isEqualTo(source.contents());
  }

  /** As anybody makes one: compressed, into a file, so with the places of its blocks in it. */
  private byte[] stockDump() throws Exception {
    Path file = folder.resolve("stock.dump");
    Process process =
        new ProcessBuilder(
                "pg_dump",
                "--format=custom",
                "--file=" + file,
                source.connection("postgres", "").secret().reveal())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return Files.readAllBytes(file);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  private boolean nothingIsStored() {
    try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
      return files.noneMatch(file -> file.getFileName().toString().startsWith("data."));
    } catch (IOException e) {
      return false; // a file went while it was walked
    }
  }

  private void assertShownNowhere(String secret) throws IOException {
    assertThat(live.process().errors()).doesNotContain(secret);
    try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, ISO_8859_1)).as(file.toString()).doesNotContain(secret);
      }
    }
  }
}
