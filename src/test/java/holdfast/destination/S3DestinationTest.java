package holdfast.destination;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.Location;
import holdfast.model.Secret;
import holdfast.testing.Bytes;
import holdfast.testing.Failures;
import holdfast.testing.S3Server;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class S3DestinationTest extends DestinationContract {
  private static final AtomicInteger BUCKETS = new AtomicInteger();
  private static S3Server server;
  private String bucket = "";

  private static final S3Settings SETTINGS =
      S3FaultsTest.settings(
          3,
          new S3Settings.Timeouts(
              Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(60)));

  @BeforeAll
  static void startServer() throws Exception {
    server = S3Server.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected Destination open() throws Exception {
    bucket = "bucket-" + BUCKETS.incrementAndGet();
    server.createBucket(bucket);
    return new S3Destination(server.location(bucket), SETTINGS);
  }

  @Override
  protected void assertNothingIsLeft() {
    assertThat(server.openUploads(bucket)).isEmpty();
    assertThat(server.objects(bucket)).isZero();
  }

  @Override
  protected void putEmpty(List<String> keys) {
    keys.forEach(key -> server.putEmpty(bucket, key));
  }

  @Test
  void sendsPartsWhileTheStreamGoesOn() throws Exception {
    try (Upload upload = destination.upload("key")) {
      Bytes.pattern(S3Server.PART_BYTES).writeTo(upload);
      assertThat(server.openUploads(bucket)).containsExactly("key");
      upload.commit();
    }

    assertThat(keys("")).containsExactly("key");
    assertNoUploads();
  }

  @Test
  void tellsHowMuchOneObjectTakes() throws Exception {
    long most = 100L * S3Server.PART_BYTES;

    assertThat(destination.capabilities().maxObjectBytes()).isEqualTo(most);
  }

  @Test
  void refusesMoreThanOneObjectTakesAndTakesExactlyThat() throws Exception {
    S3Settings three =
        new S3Settings(S3Server.PART_BYTES, 3, SETTINGS.timeouts(), SETTINGS.retry());
    try (Destination small = new S3Destination(server.location(bucket), three)) {
      Upload exact = small.upload("exact");
      Bytes.pattern(3 * S3Server.PART_BYTES).writeTo(exact);
      exact.commit();
      Upload longer = small.upload("longer");
      Bytes.pattern(3 * S3Server.PART_BYTES).writeTo(longer);

      assertFailsWith(FailureCode.DESTINATION_INVALID, () -> longer.write(new byte[1], 0, 1));
      longer.close();
      assertThat(keys("")).containsExactly("exact");
      assertNoUploads();
    }
  }

  /** But for {@code discardUploads}: S3Proxy lists no uploads of a bucket that is not there. */
  @Test
  void saysThatTheBucketIsMissingAndNotThatTheObjectIs() throws Exception {
    try (Destination missing = new S3Destination(server.location("no-such-bucket"), SETTINGS)) {
      assertMissing(() -> missing.stat("key"));
      assertMissing(() -> missing.open("key", 0));
      assertMissing(() -> missing.open("key", 5));
      assertMissing(() -> missing.delete("key"));
      assertMissing(() -> missing.list("", object -> {}));
      assertMissing(() -> put(missing, "key", "x"));
      assertMissing(() -> Bytes.pattern(S3Server.PART_BYTES).writeTo(missing.upload("key")));
    }
  }

  private static void assertMissing(Failures.Call call) {
    Failure failure = Failures.of(call);
    assertThat(failure.code()).isEqualTo(FailureCode.DESTINATION_MISSING);
    assertThat(failure.message()).contains("no-such-bucket");
    assertThat(failure.hint()).contains("Create the bucket");
  }

  @Test
  void saysThatTheKeysAreWrongAndShowsThemNowhere() throws Exception {
    String wrong = "wrong/Secret+Key+0123456789abcdefghijkl";
    Location.S3 right = server.location(bucket);
    Location.S3 wrongSecret =
        new Location.S3(
            bucket, right.region(), right.endpoint(), right.accessKey(), new Secret(wrong));
    Location.S3 unknownKey =
        new Location.S3(bucket, right.region(), right.endpoint(), "AKIDNOBODY", right.secretKey());

    for (Location.S3 location : new Location.S3[] {wrongSecret, unknownKey}) {
      try (Destination denied = new S3Destination(location, SETTINGS)) {
        assertDenied(location, () -> put(denied, "key", "x"));
        assertDenied(location, () -> Bytes.pattern(BIG).writeTo(denied.upload("key")));
        assertDenied(location, () -> denied.stat("key"));
        assertDenied(location, () -> denied.open("key", 0));
        assertDenied(location, () -> denied.list("", object -> {}));
        assertDenied(location, () -> denied.delete("key"));
        assertDenied(location, () -> denied.discardUploads(""));
      }
    }
    assertNothingIsLeft();
  }

  private static void assertDenied(Location.S3 location, Failures.Call call) {
    Failure failure = Failures.of(call);
    assertThat(failure.code()).isEqualTo(FailureCode.DESTINATION_ACCESS_DENIED);
    assertThat(failure.message() + failure.hint())
        .doesNotContain(location.secretKey().reveal())
        .doesNotContain("Signature=")
        .doesNotContain(location.accessKey());
  }

  @Test
  void cutsAStreamWhereThePartLimitIsReached() throws Exception {
    S3Settings three =
        new S3Settings(S3Server.PART_BYTES, 3, SETTINGS.timeouts(), SETTINGS.retry());
    int length = 7 * S3Server.PART_BYTES + 77;
    List<Segment> segments;
    try (Destination small = new S3Destination(server.location(bucket), three);
        SegmentedUpload upload = new SegmentedUpload(small, "run/1/", "dump.zst")) {
      byte[] bytes = Bytes.pattern(length).toArray();
      upload.write(bytes, 0, length);
      assertThat(keys("")).isEmpty();
      segments = upload.commit();
    }

    assertThat(segments)
        .extracting(Segment::bytes)
        .containsExactly(
            3L * S3Server.PART_BYTES, 3L * S3Server.PART_BYTES, S3Server.PART_BYTES + 77L);
    assertThat(keys(""))
        .containsExactly(
            "run/1/data.0000.dump.zst", "run/1/data.0001.dump.zst", "run/1/data.0002.dump.zst");
    try (InputStream in = new SegmentedDownload(destination, segments, SETTINGS.retry())) {
      assertThat(Bytes.sha256(in)).isEqualTo(Bytes.pattern(length).sha256());
    }
    assertNoUploads();
  }

  private void assertNoUploads() {
    assertThat(server.openUploads(bucket)).isEmpty();
  }
}
