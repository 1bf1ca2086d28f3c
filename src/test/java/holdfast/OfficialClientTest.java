package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServers;
import holdfast.testing.S3Server;
import holdfast.testing.ServerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The official JavaScript client, unmodified, from npm: see src/test/js, whose packages ./check
 * installs.
 */
class OfficialClientTest {
  private static final Path SCRIPTS = Path.of("src", "test", "js");

  @TempDir Path folder;

  @Test
  void theOfficialClientDoesTheMainJob() throws Exception {
    PostgresDatabase source = PostgresServers.shared(14).createDatabase();
    PostgresDatabase target = PostgresServers.shared(14).createDatabase();
    source.fill();
    try (S3Server s3 = S3Server.start();
        ServerProcess server = ServerProcess.start(folder.resolve("data"), Map.of())) {
      s3.createBucket("conformance");
      ProcessBuilder node =
          new ProcessBuilder("node", "--test", "--test-reporter=tap", "official-client.test.mjs")
              .directory(SCRIPTS.toFile())
              .redirectErrorStream(true);
      node.environment().put("HOLDFAST_URL", server.url());
      node.environment().put("HOLDFAST_TOKEN", server.api().token());
      node.environment().put("DATABASE_URI", source.connection().secret().reveal());
      node.environment().put("TARGET_URI", target.connection().secret().reveal());
      node.environment().put("S3_ENDPOINT", s3.endpoint());
      node.environment().put("S3_ACCESS_KEY", s3.accessKey());
      node.environment().put("S3_SECRET_KEY", s3.secretKey().reveal());
      node.environment().put("S3_BUCKET", "conformance");

      Process process = node.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(output).isZero();
      assertThat(output).contains("# pass 12").contains("# fail 0");
      assertThat(target.contents()).isEqualTo(source.contents());
      assertThat(server.errors()).doesNotContain("ERROR", source.password());
    }
  }
}
