package holdfast.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import holdfast.model.Backup;
import holdfast.model.BackupStatus;
import holdfast.model.Compression;
import holdfast.model.DatabaseSet;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.ImportSource;
import holdfast.model.Secret;
import holdfast.model.SourceType;
import holdfast.testing.Background;
import holdfast.testing.FaultyDump;
import holdfast.testing.MemoryDestination;
import holdfast.testing.StubHttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups whose bytes come from elsewhere. */
class ImportRunTest {
  private static final int DUMP_BYTES = 100_000;
  private static final byte[] FILE = FaultyDump.bytes(DUMP_BYTES);

  @TempDir Path folder;
  private StubHttpServer.Script script = (request, answer) -> answer.whole(FILE);
  private EngineWorld world;
  private MemoryDestination store;
  private StubHttpServer server;

  @BeforeEach
  void start() throws IOException {
    world = new EngineWorld(folder);
    world.driver.dumpBytes(DUMP_BYTES);
    store = world.destination("first");
    server = StubHttpServer.start((request, answer) -> script.answer(request, answer));
  }

  @AfterEach
  void stop() {
    server.close();
    world.close();
  }

  private Backup request(SourceType type, String location) {
    return request("imported", type, location);
  }

  private Backup request(String name, SourceType type, String location) {
    return world
        .backups()
        .importFrom(
            new ImportSource(type, new Secret(location), DatabaseSet.ONE),
            world.wanted(name, Compression.ZSTD));
  }

  private Backup requestFile() {
    return request(SourceType.EXTERNAL_DUMP, server.url("/secret-path?secret-signature"));
  }

  private void assertFailed(Backup backup, FailureCode code) {
    assertThat(backup.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(Objects.requireNonNull(backup.failure()).code()).isEqualTo(code);
    assertThat(store.keys()).isEmpty();
    assertThat(store.openUploads()).isEmpty();
    assertThat(world.driver.open()).isZero();
    assertShowsNoSecret(backup);
  }

  private void assertShowsNoSecret(Backup backup) {
    assertThat(backup + " " + world.log(backup)).doesNotContain("secret-");
  }

  private void assertRestores(Backup backup) throws Exception {
    assertThat(backup.status()).as("%s", backup.failure()).isEqualTo(BackupStatus.COMPLETED);
    assertThat(world.run(world.requestRestore(backup)).status()).isEqualTo(BackupStatus.COMPLETED);
    assertThat(world.driver.restored().getLast()).isEqualTo(FILE);
  }

  @Test
  void aFileIsStoredLikeADumpAndRestores() throws Exception {
    Backup backup = world.run(requestFile());

    assertRestores(backup);
    assertThat(backup.addonVersion()).isEqualTo(FaultyDump.VERSION);
    assertThat(world.driver.dumps()).as("the addon's own database has no part in it").isEmpty();
    assertShowsNoSecret(backup);
    Optional<Secret> location = world.catalog.read(stores -> stores.imports().find(backup.id()));
    assertThat(location).isEmpty();
  }

  @Test
  void theManifestSaysWhatItIsAndNotWhereItWas() throws Exception {
    world.run(requestFile());

    String key =
        store.keys().stream().filter(it -> it.endsWith("manifest.json")).findFirst().orElseThrow();
    try (InputStream manifest = store.open(key, 0)) {
      assertThat(new String(manifest.readAllBytes(), UTF_8))
          .contains("\"source\" : \"externalDump\"")
          .doesNotContain("secret-", "127.0.0.1");
    }
  }

  @Test
  void aPackedFileIsUnpacked() throws Exception {
    script = (request, answer) -> answer.whole(Zstd.compress(FILE, 3));

    assertRestores(world.run(requestFile()));
  }

  @Test
  void aDatabaseElsewhereIsDumped() throws Exception {
    Backup backup = world.run(request(SourceType.LIVE_INSTANCE, "fake://secret-elsewhere"));

    assertRestores(backup);
    assertThat(world.driver.dumps()).hasSize(1);
    assertShowsNoSecret(backup);
  }

  @Test
  void aServerWithoutTheNameOfADatabaseIsOneToImportAllOf() {
    world.driver.refuse(
        new Failure(FailureCode.CONNECTION_INVALID, "it names no database", "Name it."));

    Backup unnamed = world.run(request(SourceType.LIVE_INSTANCE, "fake://there"));
    Backup named = world.run(request("named", SourceType.LIVE_INSTANCE, "fake://there/shop"));

    assertThat(Objects.requireNonNull(unnamed.failure()).hint())
        .isEqualTo("Name it. To import all databases of the server, set importAllDatabases.");
    assertThat(Objects.requireNonNull(named.failure()).hint()).isEqualTo("Name it.");
  }

  @Test
  void aTransferThatIsCutFailsAndLeavesNothing() {
    script =
        (request, answer) -> {
          answer.head("200 OK\nContent-Length: " + (DUMP_BYTES + 1));
          answer.write(FILE);
        };

    assertFailed(world.run(requestFile()), FailureCode.IMPORT_FAILED);
  }

  @Test
  void aFileThatIsNotWholeFailsAndLeavesNothing() {
    script = (request, answer) -> answer.whole(Arrays.copyOf(FILE, DUMP_BYTES - 1));

    assertFailed(world.run(requestFile()), FailureCode.IMPORT_INVALID);
  }

  @Test
  void aBombFailsAndLeavesNothing() {
    byte[] bomb = Zstd.compress(new byte[(int) EngineWorld.MAX_IMPORT_BYTES + 1], 3);
    script = (request, answer) -> answer.whole(bomb);

    assertFailed(world.run(requestFile()), FailureCode.IMPORT_REFUSED);
  }

  @Test
  void aServerThatIsNotAllowedIsNotAsked() {
    String url = server.url("/secret-path").replace("127.0.0.1", "127.0.0.2");

    assertFailed(world.run(request(SourceType.EXTERNAL_DUMP, url)), FailureCode.IMPORT_REFUSED);
  }

  @Test
  void itsAddonMayBePausedMeanwhile() throws Exception {
    Backup backup = requestFile();
    world.backups().pause(backup.origin().addonId());

    assertThat(world.tryToRun(backup)).isTrue();

    assertRestores(world.look(backup));
  }

  @Test
  void anAbortEndsAFetchThatWaits() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    script =
        (request, answer) -> {
          answer.head("200 OK\nContent-Length: " + DUMP_BYTES);
          answer.write(Arrays.copyOf(FILE, 1000));
          asked.countDown();
          assertThat(answer.waits(60_000)).isFalse();
        };
    Backup backup = requestFile();
    CompletableFuture<Backup> running = Background.call(() -> world.run(backup));
    asked.await();

    assertThat(world.backups().abort(backup.id())).contains(BackupStatus.ABORTING);

    assertThat(running.get().status()).isEqualTo(BackupStatus.ABORTED);
    assertThat(store.keys()).isEmpty();
  }

  @Test
  void aRunWhoseProcessDiedIsTriedAgainFromTheBeginning() throws Exception {
    Backup backup = requestFile();
    Backup claimed =
        world.catalog.write(all -> all.backups().claim(backup, Instant.now())).orElseThrow();
    assertThat(claimed.attempt()).isEqualTo(1);

    Backup again = world.run(backup);

    assertThat(again.attempt()).isEqualTo(2);
    assertRestores(again);
  }

  @Test
  void aDeadImportOfADatabaseIsSettledAtThatDatabase() throws Exception {
    Backup backup = request(SourceType.LIVE_INSTANCE, "fake://elsewhere");
    Optional<Backup> claimed =
        world.catalog.write(all -> all.backups().claim(backup, Instant.now()));
    assertThat(claimed).isPresent();

    assertRestores(world.run(backup));

    assertThat(world.driver.settledAt()).containsExactly("fake://elsewhere", "fake://somewhere");
  }
}
