package holdfast.database.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Dump;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.Background;
import holdfast.testing.FreePort;
import holdfast.testing.RedisDatabase;
import holdfast.testing.RedisServer;
import holdfast.testing.Runs;
import holdfast.testing.SampleDatabase.Blockade;
import holdfast.testing.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisTlsTest {
  @TempDir static Path folder;

  private static TestCertificate certificate;
  private static TestCertificate another;
  private static RedisServer server;
  private static int port;
  private static RedisDatabase source;

  private final RedisDriver driver = new RedisDriver();

  @BeforeAll
  static void start() throws Exception {
    certificate = TestCertificate.make(folder, "right", "ip:127.0.0.1");
    another = TestCertificate.make(folder, "another", "dns:cache.example.org");
    port = FreePort.next();
    server = start(certificate, port);
    source = server.createDatabase();
    source.fill();
  }

  private static RedisServer start(TestCertificate certificate, int tlsPort) {
    return RedisServer.start(
        "tls-port " + tlsPort,
        "tls-auth-clients no",
        "tls-cert-file " + certificate.certificateFile(),
        "tls-key-file " + certificate.keyFile());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ConnectionUri uri(String scheme, int tlsPort, String database, String options) {
    return new ConnectionUri(
        "%s://%s:%s@127.0.0.1:%d/%s%s"
            .formatted(
                scheme,
                RedisServer.KEEPER,
                URLEncoder.encode(RedisServer.PASSWORD, UTF_8).replace("+", "%20"),
                tlsPort,
                database,
                options));
  }

  private static String trusting(TestCertificate trusted) {
    return "?sslrootcert=" + trusted.certificateFile();
  }

  @Test
  void backsUpAndRestoresEncrypted() throws Exception {
    RedisDatabase target = server.createDatabase();
    byte[] dump = RedisDumps.of(uri("rediss", port, source.name(), trusting(certificate)));
    RunContext run = Runs.on(uri("rediss", port, target.name(), trusting(certificate)));
    try (Restoration restoration = driver.restore(run)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    }
    driver.settle(run.connection(), run.tag());
    assertThat(target.contents()).isEqualTo(source.contents());
  }

  @Test
  void trustsNobodyItWasNotToldTo() {
    for (String options : List.of("", trusting(another), "?sslmode=verify-ca")) {
      refused(uri("rediss", port, source.name(), options), options);
    }
    refused(uri("redis", port, source.name(), ""), "not encrypted");
    refused(uri("rediss", port, source.name(), "?sslrootcert=/there/is/none"), "no such file");
  }

  private void refused(ConnectionUri uri, String which) {
    FailureException e = catchThrowableOfType(FailureException.class, () -> driver.probe(uri));
    assertThat(e.failure().code()).as(which).isEqualTo(FailureCode.DATABASE_UNREACHABLE);
    assertThat(e.failure().toString()).doesNotContain(RedisServer.PASSWORD);
  }

  @Test
  void looksAtTheHostNameUnlessToldNotTo() throws Exception {
    int anotherPort = FreePort.next();
    try (RedisServer elsewhere = start(another, anotherPort)) {
      assertThat(elsewhere.port()).isNotEqualTo(anotherPort);
      refused(uri("rediss", anotherPort, "0", trusting(another)), "another host");
      for (String options : List.of(trusting(another) + "&sslmode=verify-ca", "?sslmode=require")) {
        assertThat(driver.probe(uri("rediss", anotherPort, "0", options)).isEmpty()).isTrue();
      }
    }
  }

  @Test
  void closingFreesAReaderThatIsBlockedInTls() throws Exception {
    RunContext run = Runs.on(uri("rediss", port, source.name(), trusting(certificate)));
    try (Blockade blockade = source.block()) {
      assertThat(blockade).isNotNull();
      Dump dump = driver.dump(BackupType.SNAPSHOT, run);
      CompletableFuture<Integer> reader = Background.call(() -> count(dump));
      dump.close();
      assertThat(reader.get(10, TimeUnit.SECONDS)).isZero();
      assertThat(source.leftoversOf(run.tag())).isEmpty();
    }
  }

  private static int count(Dump dump) {
    try {
      return dump.stream().readAllBytes().length;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
