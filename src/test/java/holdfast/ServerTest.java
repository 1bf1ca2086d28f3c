package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.Api;
import holdfast.testing.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process: how it starts, listens, refuses and ends. */
class ServerTest {
  @TempDir Path folder;
  private Path dataDir;

  @BeforeEach
  void chooseDataDir() {
    dataDir = folder.resolve("data");
  }

  @Test
  void saysWhereItListensAndWhereTheTokenIs() throws Exception {
    try (ServerProcess server = ServerProcess.start(dataDir, Map.of())) {
      assertThat(server.url()).startsWith("http://127.0.0.1:");
      assertThat(server.output())
          .contains(
              "the administrator's token is in " + dataDir.toRealPath().resolve("admin-token"),
              "every operation of the API, with examples: " + server.url() + "/docs");
      assertThat(server.api().get("/v1/projects").data().path("projects")).isEmpty();
    }
  }

  @Test
  void keepsItsSecretsForItsOwnerAlone() throws Exception {
    try (ServerProcess server = ServerProcess.start(dataDir, Map.of())) {
      assertThat(server.pid()).isPositive();
      for (String secret : new String[] {"admin-token", "secret-key.json", "catalog.db"}) {
        assertThat(
                PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(dataDir.resolve(secret))))
            .as(secret)
            .isEqualTo("rw-------");
      }
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dataDir)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void healthAndReadyNeedNoToken() throws Exception {
    try (ServerProcess server = ServerProcess.start(dataDir, Map.of())) {
      for (String path : new String[] {"/health", "/ready"}) {
        assertThat(new Api(server.url(), "").get(path).status()).as(path).isEqualTo(200);
      }
    }
  }

  @Test
  void takesTheTokenThatItIsGiven() throws Exception {
    String token = "a-token-of-my-own-that-is-long-enough-0123456789";
    try (ServerProcess server =
        ServerProcess.start(dataDir, Map.of("HOLDFAST_ADMIN_TOKEN", token))) {
      assertThat(new Api(server.url(), token).get("/v1/projects").status()).isEqualTo(200);
      assertThat(new Api(server.url(), token + "x").get("/v1/projects").status()).isEqualTo(401);
      assertThat(dataDir.resolve("admin-token")).doesNotExist();
    }
  }

  @Test
  void aSecondServerOnTheSameFolderIsRefused() throws Exception {
    try (ServerProcess server = ServerProcess.start(dataDir, Map.of())) {
      Ended second = run(Map.of(), "server", "--port", "0");

      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.errors())
          .contains("another server uses the data folder " + dataDir)
          .doesNotContain("\tat ");
      assertThat(server.api().get("/v1/projects").status()).isEqualTo(200);
    }
  }

  @Test
  void endsWellOnSigtermAndStartsAgainWithWhatItHad() throws Exception {
    try (ServerProcess server = ServerProcess.start(dataDir, Map.of())) {
      server.api().post("/v1/projects", "{'name':'Kept'}").data();
      assertThat(server.terminate()).isEqualTo(143);
    }
    try (ServerProcess again = ServerProcess.start(dataDir, Map.of())) {
      assertThat(again.api().get("/v1/projects/kept").data().path("name").asString())
          .isEqualTo("Kept");
    }
  }

  @Test
  void aPortInUseIsOneClearLine() throws Exception {
    try (ServerProcess server = ServerProcess.start(dataDir, Map.of())) {
      dataDir = folder.resolve("other");
      String port = server.url().substring(server.url().lastIndexOf(':') + 1);
      Ended second = run(Map.of(), "server", "--port", port);

      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.errors()).contains("port " + port).doesNotContain("\tat ");
    }
  }

  @Test
  void anUnknownSettingIsOneClearLine() throws Exception {
    Ended ended = run(Map.of("HOLDFAST_PROT", "1"), "server");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.errors().lines()).hasSize(1);
    assertThat(ended.errors()).contains("unknown setting HOLDFAST_PROT");
  }

  @Test
  void aWrongFlagExitsWithTwo() throws Exception {
    Ended wrongFlag = run(Map.of(), "server", "--prot", "1");
    assertThat(wrongFlag.exitCode()).isEqualTo(2);
    assertThat(wrongFlag.errors().lines()).hasSize(1);
    assertThat(wrongFlag.errors()).contains("--prot");
    assertThat(run(Map.of(), "server", "--port", "x").exitCode()).isEqualTo(2);
    assertThat(run(Map.of(), "serve").exitCode()).isEqualTo(2);
    assertThat(run(Map.of(), "server", "--admin-token", "secret").exitCode()).isEqualTo(2);
  }

  private record Ended(int exitCode, String errors) {}

  private Ended run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Process process =
        ServerProcess.command(dataDir, environment, arguments)
            .redirectError(ProcessBuilder.Redirect.PIPE)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), errors);
  }
}
