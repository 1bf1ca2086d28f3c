package holdfast.destination;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.FailureCode;
import holdfast.testing.Bytes;
import holdfast.testing.Failures;
import holdfast.testing.FaultyHttpProxy;
import holdfast.testing.FaultyHttpProxy.Fault;
import holdfast.testing.S3Server;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad days of a server: each ends in bounded time, with the right code, and leaves nothing. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class S3FaultsTest {
  private static final String BUCKET = "bucket";
  private static final int BIG = 2 * S3Server.PART_BYTES + 12345;
  private static final Fault BUSY = new Fault.Answer(503, "SlowDown");

  private static final S3Settings SETTINGS =
      settings(
          3,
          new S3Settings.Timeouts(
              Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(40)));
  private static final S3Settings HASTY =
      settings(
          2,
          new S3Settings.Timeouts(
              Duration.ofSeconds(1), Duration.ofMillis(400), Duration.ofSeconds(1)));

  private static S3Server server;
  private FaultyHttpProxy proxy;
  private Destination destination;

  @BeforeAll
  static void startServer() throws Exception {
    server = S3Server.start();
    server.createBucket(BUCKET);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void standBetween() throws Exception {
    proxy = FaultyHttpProxy.before(server.port());
    destination = new S3Destination(server.location(BUCKET, proxy.endpoint()), SETTINGS);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    calmDown();
    destination.discardUploads("");
    assertThat(server.openUploads(BUCKET)).isEmpty();
    destination.list("", object -> Failures.unchecked(() -> destination.delete(object.key())));
    destination.close();
    proxy.close();
  }

  @Test
  void sendsThePartInHandAgain() throws Exception {
    proxy.next(2, "PUT", "partNumber=2", BUSY);
    assertStores(BIG);
    proxy.next(2, "POST", "uploads", BUSY);
    assertStores(BIG);
    proxy.next(2, "POST", "uploadId=", BUSY);
    assertStores(BIG);
    proxy.next(2, "PUT", "key", BUSY);
    assertStores(100);
    proxy.next(2, "HEAD", "key", BUSY);
    assertStores(BIG);
  }

  @Test
  void sendsAgainWhatWasCut() throws Exception {
    proxy.next(1, "PUT", "partNumber=1", new Fault.CutRequest(1_000_000));
    assertStores(BIG);
    proxy.next(1, "PUT", "partNumber=2", new Fault.CutAnswer(30));
    assertStores(BIG);
    proxy.next(1, "PUT", "key", new Fault.CutRequest(5));
    assertStores(100);
    proxy.next(2, "PUT", "key", new Fault.CutAnswer(1));
    assertStores(100);
  }

  @Test
  void seesThatTheObjectIsThereWhenOnlyTheAnswerWasLost() throws Exception {
    proxy.next(1, "POST", "uploadId=", new Fault.CutAnswer(1));

    assertStores(BIG);
  }

  @Test
  void leavesNoUploadOfWhichItNeverLearned() throws Exception {
    proxy.next(2, "POST", "uploads", new Fault.CutAnswer(1));
    assertStores(BIG);
  }

  @Test
  void discardsNoUploadOfAnotherKey() throws Exception {
    try (Upload other = destination.upload("key.of-another")) {
      Bytes.pattern(BIG).writeTo(other);
      proxy.next(1, "POST", "uploads", new Fault.CutAnswer(1));
      store(BIG);

      assertThat(server.openUploads(BUCKET)).containsExactly("key.of-another");
      assertThat(other.commit()).isEqualTo(new StoredObject("key.of-another", BIG));
    }
  }

  @Test
  void anUploadThatCannotBeDiscardedCostsNoBackup() throws Exception {
    proxy.next(1, "POST", "uploads", new Fault.CutAnswer(1));
    proxy.next(1000, "GET", "uploads", new Fault.Answer(403, "AccessDenied"));

    store(BIG);
  }

  @ParameterizedTest
  @CsvSource({"PUT, partNumber=1", "PUT, partNumber=3", "POST, uploads", "POST, uploadId="})
  void givesUpOnAServerThatStaysBusy(String method, String target) throws Exception {
    proxy.next(1000, method, target, BUSY);
    assertFailsToStore(BIG, FailureCode.DESTINATION_ERROR);
  }

  @Test
  void givesUpOnConnectionsThatAreAlwaysCut() throws Exception {
    proxy.next(1000, "PUT", "partNumber=2", new Fault.CutRequest(100_000));
    assertFailsToStore(BIG, FailureCode.DESTINATION_UNREACHABLE);
    proxy.next(1000, "PUT", "partNumber=2", new Fault.CutAnswer(10));
    assertFailsToStore(BIG, FailureCode.DESTINATION_UNREACHABLE);
    proxy.next(1000, "PUT", "key", new Fault.CutAnswer(10));
    assertThat(storing(100)).isEqualTo(FailureCode.DESTINATION_UNREACHABLE);
  }

  @Test
  void givesUpOnAServerThatNeverAnswers() throws Exception {
    hurry();
    proxy.next(1000, "PUT", "partNumber=1", new Fault.Silence());
    assertFailsToStore(BIG, FailureCode.DESTINATION_UNREACHABLE);
    hurry();
    proxy.always(new Fault.Silence());
    assertEveryCallFailsWith(FailureCode.DESTINATION_UNREACHABLE);
  }

  @Test
  void givesUpOnAServerThatIsMuchTooSlow() throws Exception {
    hurry();
    proxy.always(new Fault.Drip(100));

    assertThat(Failures.codeOf(() -> destination.stat("key")))
        .isEqualTo(FailureCode.DESTINATION_UNREACHABLE);
    assertThat(Failures.codeOf(() -> destination.list("", object -> {})))
        .isEqualTo(FailureCode.DESTINATION_UNREACHABLE);
  }

  @Test
  void bearsAServerThatIsSlow() throws Exception {
    proxy.always(new Fault.Drip(1));

    assertStores(100);
  }

  @Test
  void saysThatNobodyAnswers() throws Exception {
    proxy.close();

    assertEveryCallFailsWith(FailureCode.DESTINATION_UNREACHABLE);
    assertThat(Failures.of(() -> destination.stat("key")).message())
        .contains("bucket 'bucket'")
        .contains("refused");
    proxy = FaultyHttpProxy.before(server.port());
    destination = new S3Destination(server.location(BUCKET, proxy.endpoint()), SETTINGS);
  }

  @Test
  void doesNotRepeatWhatCannotPass() {
    proxy.always(new Fault.Answer(403, "AccessDenied"));

    assertThat(Failures.codeOf(() -> DestinationFixture.put(destination, "key", "x")))
        .isEqualTo(FailureCode.DESTINATION_ACCESS_DENIED);
    assertThat(proxy.requests()).isEqualTo(1);
  }

  @Test
  void neverTakesACutAnswerForTheEndOfAnObject() throws Exception {
    DestinationFixture.put(destination, "key", "x".repeat(2_000_000));
    proxy.next(1, "GET", "key", new Fault.CutAnswer(1_000_000));

    try (InputStream in = destination.open("key", 0)) {
      assertThat(Failures.codeOf(in::readAllBytes)).isEqualTo(FailureCode.DESTINATION_UNREACHABLE);
    }
  }

  @Test
  void resumesWhereTheAnswerWasCut() throws Exception {
    SegmentedUpload upload = new SegmentedUpload(destination, "run/", "dump");
    upload.write(Bytes.pattern(BIG).toArray(), 0, BIG);
    List<Segment> segments = upload.commit();
    proxy.next(2, "GET", "data", new Fault.CutAnswer(3_000_000));

    try (InputStream in = new SegmentedDownload(destination, segments, SETTINGS.retry())) {
      assertThat(Bytes.sha256(in)).isEqualTo(Bytes.pattern(BIG).sha256());
    }
  }

  @Test
  void refusesAServerThatIgnoresTheOffset() throws Exception {
    DestinationFixture.put(destination, "key", "0123456789");
    proxy.next(1, "GET", "key", new Fault.Rewrite("Content-Range", "X-Nothing"));

    assertThat(Failures.codeOf(() -> destination.open("key", 3)))
        .isEqualTo(FailureCode.DESTINATION_ERROR);
  }

  @Test
  void noticesThatTheServerHoldsFewerBytes() throws Exception {
    proxy.next(1, "HEAD", "key", new Fault.Rewrite("Content-Length: 100", "Content-Length: 99"));
    assertFailsToCommit(100);
    proxy.next(1, "HEAD", "key", new Fault.Rewrite("Content-Length: " + BIG, "Content-Length: 99"));
    assertFailsToCommit(BIG);
  }

  @Test
  void noticesThatTheServerPutPartsTogetherWrongly() throws Exception {
    proxy.next(
        1,
        "HEAD",
        "key",
        new Fault.Rewrite("[0-9a-f]{32}-3", "0123456789abcdef0123456789abcdef-3"));

    assertFailsToCommit(BIG);
  }

  @Test
  void acceptsChecksumsThatAreNoneAsUnderKms() throws Exception {
    proxy.behave(
        request ->
            request.method().equals("HEAD") || request.method().equals("PUT")
                ? new Fault.Rewrite(
                    "ETag: \"[0-9a-f]{32}", "ETag: \"0123456789abcdef0123456789abcdef")
                : new Fault.None());

    assertStores(100);
  }

  @Test
  void readsASmallObjectBackWhenItsChecksumIsNone() throws Exception {
    proxy.behave(
        request ->
            switch (request.method()) {
              case "PUT" -> new Fault.Rewrite("ETag: \"[0-9a-f]{4}", "ETag: \"0123");
              case "GET" -> new Fault.Rewrite("content", "CONTENT");
              default -> new Fault.None();
            });

    assertThat(Failures.codeOf(() -> DestinationFixture.put(destination, "key", "some content")))
        .isEqualTo(FailureCode.OBJECT_CORRUPT);
  }

  @Test
  void closesAtOnceWhileAPartIsStuck() throws Exception {
    Upload upload = destination.upload("key");
    proxy.next(1000, "PUT", "partNumber=1", new Fault.Silence());
    Bytes.pattern(S3Server.PART_BYTES + 1).writeTo(upload);
    long start = System.nanoTime();

    upload.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(server.openUploads(BUCKET)).isEmpty();
  }

  @Test
  void discardsAlsoWhenItsThreadWasToldToStop() throws Exception {
    Upload upload = destination.upload("key");
    Bytes.pattern(S3Server.PART_BYTES).writeTo(upload);
    byte[] next = Bytes.pattern(S3Server.PART_BYTES).toArray();

    Thread.currentThread().interrupt();
    FailureCode code = Failures.codeOf(() -> upload.write(next, 0, next.length));
    upload.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(code).isEqualTo(FailureCode.ABORTED);
    assertThat(server.openUploads(BUCKET)).isEmpty();
  }

  static S3Settings settings(int attempts, S3Settings.Timeouts timeouts) {
    Retry retry = new Retry(attempts, Duration.ZERO, Duration.ZERO, time -> {});
    return new S3Settings(S3Server.PART_BYTES, 100, timeouts, retry);
  }

  private void hurry() throws Exception {
    connect(HASTY);
  }

  private void calmDown() throws Exception {
    proxy.recover();
    connect(SETTINGS);
  }

  private void connect(S3Settings settings) throws Exception {
    destination.close();
    destination = new S3Destination(server.location(BUCKET, proxy.endpoint()), settings);
  }

  private void assertStores(int bytes) throws Exception {
    store(bytes);
    assertThat(server.openUploads(BUCKET)).isEmpty();
    destination.delete("key");
  }

  private void store(int bytes) throws Exception {
    try (Upload upload = destination.upload("key")) {
      Bytes.pattern(bytes).writeTo(upload);
      assertThat(upload.commit()).isEqualTo(new StoredObject("key", bytes));
    }
    try (InputStream in = destination.open("key", 0)) {
      assertThat(Bytes.sha256(in)).isEqualTo(Bytes.pattern(bytes).sha256());
    }
  }

  private void assertFailsToStore(int bytes, FailureCode expected) throws Exception {
    assertThat(storing(bytes)).isEqualTo(expected);
    calmDown();
    destination.discardUploads("ke");
    assertThat(destination.stat("key")).isEmpty();
    assertThat(server.openUploads(BUCKET)).isEmpty();
  }

  private void assertFailsToCommit(int bytes) {
    assertThat(storing(bytes)).isEqualTo(FailureCode.OBJECT_CORRUPT);
  }

  private FailureCode storing(int bytes) {
    return Failures.codeOf(
        () -> {
          try (Upload upload = destination.upload("key")) {
            Bytes.pattern(bytes).writeTo(upload);
            upload.commit();
          }
        });
  }

  private void assertEveryCallFailsWith(FailureCode expected) {
    List<Failures.Call> calls =
        List.of(
            () -> destination.stat("key"),
            () -> destination.open("key", 0),
            () -> destination.list("", object -> {}),
            () -> destination.delete("key"),
            () -> destination.discardUploads(""),
            () -> DestinationFixture.put(destination, "key", "x"));
    for (Failures.Call call : calls) {
      assertThat(Failures.codeOf(call)).isEqualTo(expected);
    }
  }
}
