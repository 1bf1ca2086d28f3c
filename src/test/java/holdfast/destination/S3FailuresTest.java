package holdfast.destination;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.Location;
import holdfast.model.Secret;
import holdfast.testing.Failures;
import holdfast.testing.FaultyHttpProxy;
import holdfast.testing.FaultyHttpProxy.Fault;
import holdfast.testing.UntrustedTlsServer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What errors mean; there is no server behind the proxy, which gives all answers itself. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class S3FailuresTest {
  private static final int NO_SERVER = 1;
  private static final S3Settings SETTINGS = S3Settings.defaults().impatient();

  private FaultyHttpProxy proxy;
  private Destination destination;

  @BeforeEach
  void answerInstead() throws Exception {
    proxy = FaultyHttpProxy.before(NO_SERVER);
    destination = new S3Destination(location(proxy.endpoint()), SETTINGS);
  }

  @AfterEach
  void close() throws Exception {
    destination.close();
    proxy.close();
  }

  @Test
  void saysThatTheHostIsUnknown() throws Exception {
    Location.S3 nowhere = location("http://nobody.invalid:9000");
    try (Destination unknown = new S3Destination(nowhere, SETTINGS)) {
      Failure failure = Failures.of(() -> unknown.stat("key"));

      assertThat(failure.code()).isEqualTo(FailureCode.DESTINATION_UNREACHABLE);
      assertThat(failure.message()).contains("nobody.invalid:9000").contains("unknown");
    }
  }

  @Test
  void saysThatTheServerDoesNotSpeakTls() throws Exception {
    Location.S3 wrong = location(proxy.endpoint().replace("http:", "https:"));
    try (Destination tls = new S3Destination(wrong, SETTINGS)) {
      Failure failure = Failures.of(() -> tls.stat("key"));

      assertThat(failure.code()).isEqualTo(FailureCode.DESTINATION_UNREACHABLE);
      assertThat(failure.hint()).contains("http://");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "500, InternalError, DESTINATION_ERROR",
    "503, SlowDown, DESTINATION_ERROR",
    "502, '', DESTINATION_ERROR",
    "429, TooManyRequests, DESTINATION_ERROR",
    "400, RequestTimeout, DESTINATION_ERROR",
    "400, BadDigest, DESTINATION_ERROR",
    "403, RequestTimeTooSkewed, DESTINATION_ERROR",
    "403, AccessDenied, DESTINATION_ACCESS_DENIED",
    "403, SignatureDoesNotMatch, DESTINATION_ACCESS_DENIED",
    "403, InvalidAccessKeyId, DESTINATION_ACCESS_DENIED",
    "401, '', DESTINATION_ACCESS_DENIED",
    "404, NoSuchBucket, DESTINATION_MISSING",
    "301, PermanentRedirect, DESTINATION_INVALID",
    "400, AuthorizationHeaderMalformed, DESTINATION_INVALID",
    "400, InvalidBucketName, DESTINATION_INVALID",
    "405, MethodNotAllowed, DESTINATION_INVALID",
    "501, NotImplemented, DESTINATION_INVALID",
    "507, InsufficientStorage, DESTINATION_FULL",
    "403, QuotaExceeded, DESTINATION_FULL",
  })
  void saysWhatAnAnswerMeans(int status, String code, FailureCode expected) throws Exception {
    proxy.always(new Fault.Answer(status, code));

    Failure failure = Failures.of(() -> destination.list("", object -> {}));
    assertThat(failure.code()).isEqualTo(expected);
    assertThat(failure.message()).contains("HTTP " + status).contains(code);
    assertThat(failure.message()).doesNotContain("on purpose");
    assertThat(failure.hint()).endsWith(".");
  }

  @Test
  void takesAListThatIsNotFoundForAMissingBucket() {
    proxy.always(new Fault.Answer(404, ""));

    assertThat(Failures.codeOf(() -> destination.list("", object -> {})))
        .isEqualTo(FailureCode.DESTINATION_MISSING);
  }

  @Test
  void saysThatTheCertificateIsNotTrusted(@TempDir Path folder) throws Exception {
    try (UntrustedTlsServer server = UntrustedTlsServer.start(folder);
        Destination tls = new S3Destination(location(server.endpoint()), SETTINGS)) {
      Failure failure = Failures.of(() -> tls.stat("key"));

      assertThat(failure.code()).isEqualTo(FailureCode.DESTINATION_INVALID);
      assertThat(failure.message()).contains("certificate");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "b, us-east-1, key, secret",
    "my bucket, us-east-1, key, secret",
    "bucket, '', key, secret",
    "bucket, eu/central, key, secret",
    "bucket, us-east-1, '', secret",
    "bucket, us-east-1, key, ''",
  })
  void refusesWhatCanBeNoLocation(String bucket, String region, String access, String secret) {
    Location.S3 location =
        new Location.S3(bucket, region, proxy.endpoint(), access, new Secret(secret));

    assertThat(Failures.codeOf(() -> new S3Destination(location, SETTINGS)))
        .isEqualTo(FailureCode.DESTINATION_INVALID);
  }

  private static Location.S3 location(String endpoint) {
    return new Location.S3("bucket", "us-east-1", endpoint, "AKID", new Secret("secret"));
  }
}
