package holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.cli.command.Command;
import holdfast.cli.command.CommandTable;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.SampleDatabase;
import holdfast.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command against a running server; what they print is in src/test/resources/cli. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CliTest {
  private static final Path SCENARIO = Path.of("src", "test", "resources", "cli", "scenario.txt");

  private final AtomicReference<SampleDatabase.Blockade> blockade = new AtomicReference<>();
  private Path home;
  private ServerProcess server;
  private PostgresServer alone;
  private String token;
  private Scenario scenario;

  @BeforeAll
  void playTheScenario(@TempDir Path folder) throws IOException {
    Path dataDir = folder.resolve("data");
    home = Files.createDirectory(folder.resolve("home"));
    PostgresDatabase database = PostgresServers.shared(14).createDatabase();
    database.fill();
    PostgresDatabase other = PostgresServers.shared(14).createDatabase();
    other.executeAsKeeper("CREATE TABLE customer (id int)");
    alone = PostgresServers.start(14);
    server =
        ServerProcess.start(
            dataDir, Map.of("HOLDFAST_RATE_LIMIT", "0", "HOLDFAST_IMPORT_ALLOW", "127.0.0.1"));
    token = server.api().token();
    scenario =
        new Scenario(
            Map.of("HOLDFAST_DATA_DIR", dataDir.toString()),
            home,
            Map.of(
                "url", server.url(),
                "token", token,
                "uri", quoted(database.connection().secret().reveal()),
                "other", quoted(other.connection().secret().reveal()),
                "server", quoted(uriOfServer(alone)),
                "missing", quoted(other.connectionToMissing().secret().reveal())),
            Map.of(
                "block", () -> blockade.set(database.block()),
                "unblock", () -> Objects.requireNonNull(blockade.get()).close()));
    scenario.play(SCENARIO);
  }

  /** Of a server without databases; a connection that names none. */
  private static String uriOfServer(PostgresServer server) {
    String uri = server.createDatabase().connection().secret().reveal();
    server.dropDatabases();
    return uri.substring(0, uri.lastIndexOf('/'));
  }

  private static String quoted(String uri) {
    return "'" + uri + "'";
  }

  @AfterAll
  void stop() {
    server.close();
    alone.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "start",
        "destinations",
        "projects",
        "addons",
        "backups",
        "logs",
        "restores",
        "schedules",
        "access",
        "service",
        "errors",
        "end"
      })
  void printsWhatItPrintedBefore(String chapter) throws IOException {
    String transcript = Golden.normalised(scenario.chapter(chapter));
    Golden.check(
        chapter + ".txt",
        transcript
            .replace(home.toString(), "/home/me")
            .replace(home.resolveSibling("data").toString(), "/data"));
  }

  @Test
  void everyCommandWorks() {
    TreeSet<String> all =
        CommandTable.all().stream()
            .filter(it -> !(it.deed() instanceof Command.Server))
            .map(Command::words)
            .collect(Collectors.toCollection(TreeSet::new));
    // Looked at by the tests of help, without a server.
    all.remove("completion");
    all.remove("man");
    assertThat(scenario.succeeded()).containsAll(all);
  }

  @Test
  void neverPrintsATokenOrAPassword() {
    assertThat(String.join("", scenario.chapters().values()))
        .doesNotContain(token)
        .doesNotContain("s3cr");
  }

  @Test
  void keepsTokensForTheirOwnerAlone() throws IOException {
    Path file = home.resolve(".config/holdfast/contexts.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void aDownloadIsWholeAndLeavesNoPart() throws IOException {
    assertThat(Files.size(home.resolve("first.dump"))).isPositive();
    assertThat(home.resolve("first.dump.part")).doesNotExist();
  }

  @Test
  void jsonIsWhatTheApiAnswers() {
    String printed = scenario.run(java.util.List.of("list", "regions", "-o", "json"), "").output();
    assertThat(tools.jackson.databind.json.JsonMapper.shared().readTree(printed))
        .isEqualTo(new holdfast.testing.Api(server.url(), token).get("/v1/regions").data());
  }
}
