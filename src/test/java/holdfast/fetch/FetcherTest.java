package holdfast.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.WebUrl;
import holdfast.testing.Background;
import holdfast.testing.Bytes;
import holdfast.testing.RecordingLog;
import holdfast.testing.StubHttpServer;
import holdfast.testing.UntrustedTlsServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes over the wire, and what a server can do wrong. */
class FetcherTest {
  private static final byte[] FILE = Bytes.pattern(300_000).toArray();
  private static final FetchLimits LIMITS =
      new FetchLimits(
          1_000_000, Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(1));

  @TempDir Path folder;
  private final RecordingLog log = new RecordingLog();

  private InputStream open(String url, FetchLimits limits) {
    return new Fetcher(AddressPolicy.allowing(List.of("127.0.0.1")), limits)
        .open(new WebUrl(url), log);
  }

  private byte[] fetch(String url) throws IOException {
    try (InputStream file = open(url, LIMITS)) {
      return file.readAllBytes();
    }
  }

  private Failure failure(String url, FetchLimits limits) throws IOException {
    try (InputStream file = open(url, limits)) {
      return catchThrowableOfType(FailureException.class, file::readAllBytes).failure();
    }
  }

  private Failure failure(StubHttpServer.Script script, FetchLimits limits) throws IOException {
    try (StubHttpServer server = StubHttpServer.start(script)) {
      return failure(server.url("/secret-path?signature=secret-signature"), limits);
    }
  }

  @Test
  void givesTheBytesAsTheyAreAndAsksForNothingElse() throws Exception {
    try (StubHttpServer server =
        StubHttpServer.start(
            (request, answer) -> {
              answer.head(
                  "200 OK\nContent-Encoding: gzip\nSet-Cookie: a=b\nContent-Length: "
                      + FILE.length);
              answer.write(FILE);
            })) {
      assertThat(fetch(server.url("/a%2Fb//c?x=%7E&y"))).isEqualTo(FILE);
      assertThat(fetch(server.url(""))).isEqualTo(FILE);

      assertThat(server.requests().getFirst())
          .startsWith("GET /a%2Fb//c?x=%7E&y HTTP/1.1\r\n")
          .contains("Accept-Encoding: identity\r\n")
          .doesNotContain("Upgrade", "Authorization");
      assertThat(server.requests().getLast()).startsWith("GET / HTTP/1.1\r\n");
      assertThat(server.requests()).noneMatch(request -> request.contains("Cookie"));
    }
  }

  @Test
  void connectsToNothingBeforeItIsRead() throws Exception {
    try (StubHttpServer server = StubHttpServer.serving(FILE)) {
      open(server.url("/"), LIMITS).close();

      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void usesNoProxyThatThisProcessIsToldOf() throws Exception {
    System.setProperty("http.proxyHost", "127.0.0.1");
    System.setProperty("http.proxyPort", "1");
    try (StubHttpServer server = StubHttpServer.serving(FILE)) {
      assertThat(fetch(server.url("/"))).isEqualTo(FILE);
    } finally {
      System.clearProperty("http.proxyHost");
      System.clearProperty("http.proxyPort");
    }
  }

  @Test
  void readsChunksToo() throws Exception {
    try (StubHttpServer server =
        StubHttpServer.start(
            (request, answer) -> {
              answer.head("200 OK\nTransfer-Encoding: chunked");
              answer.chunk(FILE);
              answer.chunk(new byte[0]);
            })) {
      assertThat(fetch(server.url("/"))).isEqualTo(FILE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 300001",
        "Transfer-Encoding: chunked",
      })
  void aTransferThatIsCutIsAFailure(String framing) throws Exception {
    Failure failure =
        failure(
            (request, answer) -> {
              answer.head("200 OK\n" + framing);
              if (framing.contains("chunked")) {
                answer.chunk(FILE);
              } else {
                answer.write(FILE);
              }
            },
            LIMITS);

    assertThat(failure.code()).isEqualTo(FailureCode.IMPORT_FAILED);
    assertThat(failure.message()).contains("after 300000 bytes: the transfer was cut off");
    assertShowsNoSecret(failure);
  }

  @Test
  void aServerThatHangsUpOrTalksNonsenseIsAFailure() throws Exception {
    assertThat(failure((request, answer) -> {}, LIMITS).message()).contains("without an answer");
    assertThat(
            failure((request, answer) -> answer.write("220 mail ready\r\n".getBytes(UTF_8)), LIMITS)
                .code())
        .isEqualTo(FailureCode.IMPORT_FAILED);
    assertThat(failure("http://127.0.0.1:1/", LIMITS).message()).contains("no connection");
  }

  @Test
  void aCertificateThatIsNotTrustedIsAFailure() throws Exception {
    try (UntrustedTlsServer server = UntrustedTlsServer.start(folder)) {
      Failure failure = failure(server.endpoint() + "/?signature=secret-signature", LIMITS);

      assertThat(failure.code()).isEqualTo(FailureCode.IMPORT_FAILED);
      assertThat(failure.message()).contains("certificate is not trusted");
      assertShowsNoSecret(failure);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "404, IMPORT_REFUSED",
    "403, IMPORT_REFUSED",
    "206, IMPORT_REFUSED",
    "204, IMPORT_REFUSED",
    "503, IMPORT_FAILED",
    "429, IMPORT_FAILED"
  })
  void anotherStatusIsAFailureWhoseBodyIsNotShown(int status, FailureCode code) throws Exception {
    Failure failure =
        failure(
            (request, answer) -> {
              answer.head(status + " So\nContent-Length: " + (status == 204 ? 0 : 11));
              answer.write("secret-body".getBytes(UTF_8));
            },
            LIMITS);

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.message()).contains("status " + status);
    assertShowsNoSecret(failure);
  }

  @Test
  void aFileThatSaysItIsTooLargeIsNotRead() throws Exception {
    Failure failure =
        failure((request, answer) -> answer.head("200 OK\nContent-Length: 1000001"), LIMITS);

    assertThat(failure.code()).isEqualTo(FailureCode.IMPORT_REFUSED);
    assertThat(failure.message()).contains("1000000 bytes");
  }

  @Test
  void aFileThatBecomesTooLargeIsReadNoFurther() throws Exception {
    CountDownLatch stopped = new CountDownLatch(1);
    Failure failure =
        failure(
            (request, answer) -> {
              answer.head("200 OK");
              try {
                while (answer.waits(0)) {
                  answer.write(FILE);
                }
              } finally {
                stopped.countDown();
              }
            },
            LIMITS);

    assertThat(failure.code()).isEqualTo(FailureCode.IMPORT_REFUSED);
    stopped.await();
  }

  @Test
  void aServerThatSaysNothingMoreIsAFailure() throws Exception {
    FetchLimits impatient =
        new FetchLimits(1000, LIMITS.connectTimeout(), Duration.ofMillis(200), LIMITS.totalTime());
    Failure failure =
        failure(
            (request, answer) -> {
              answer.head("200 OK\nContent-Length: 100");
              answer.write(new byte[10]);
              assertThat(answer.waits(60_000)).isFalse();
            },
            impatient);

    assertThat(failure.code()).isEqualTo(FailureCode.IMPORT_FAILED);
    assertThat(failure.message()).contains("after 10 bytes: no byte came for too long");
  }

  @ParameterizedTest
  @ValueSource(strings = {"200 OK\r\nContent-Length: 100000\r\n\r\n", "200 OK\r\nX: "})
  void aServerThatDripsForEverIsAFailure(String beginning) throws Exception {
    FetchLimits hurried =
        new FetchLimits(
            1_000_000, LIMITS.connectTimeout(), LIMITS.idleTimeout(), Duration.ofMillis(500));
    Failure failure =
        failure(
            (request, answer) -> {
              answer.write(("HTTP/1.1 " + beginning).getBytes(UTF_8));
              while (answer.waits(10)) {
                answer.write(new byte[] {'x'});
              }
            },
            hurried);

    assertThat(failure.code()).isEqualTo(FailureCode.IMPORT_REFUSED);
    assertThat(failure.message()).contains("took longer");
  }

  @Test
  void closingFreesAReaderThatWaits() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (StubHttpServer server =
        StubHttpServer.start(
            (request, answer) -> {
              asked.countDown();
              assertThat(answer.waits(60_000)).isFalse();
            })) {
      InputStream file = open(server.url("/"), LIMITS);
      CompletableFuture<FailureException> reader =
          Background.call(() -> catchThrowableOfType(FailureException.class, file::read));
      asked.await();

      file.close();

      assertThat(reader.get().failure().code()).isEqualTo(FailureCode.IMPORT_FAILED);
      file.close();
      assertThatThrownBy(file::read).isInstanceOf(FailureException.class);
      assertThat(server.requests()).hasSize(1);
    }
  }

  private void assertShowsNoSecret(Failure failure) {
    assertThat(failure.toString() + log.lines()).doesNotContain("secret-");
  }
}
