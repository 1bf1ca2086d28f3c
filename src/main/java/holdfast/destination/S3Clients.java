package holdfast.destination;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.Location;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Makes clients that any S3-compatible server understands. */
final class S3Clients {
  private static final Pattern REGION = Pattern.compile("[A-Za-z0-9-]{1,63}");
  private static final Pattern BUCKET =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]");

  private S3Clients() {}

  /**
   * Optional checksums are off, since Ceph, GCS and R2 refuse the trailers they come in;
   * Content-MD5 protects what is sent. The SDK's own retries are off: see {@link Retry}. Nothing is
   * taken from the environment's AWS profile: another account's settings are no business of ours.
   */
  static S3Client connect(Location.S3 location, S3Endpoint endpoint, S3Settings.Timeouts timeouts)
      throws FailureException {
    check(location);
    return S3Client.builder()
        .endpointOverride(endpoint.uri())
        .forcePathStyle(endpoint.pathStyle())
        .region(Region.of(location.region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(location.accessKey(), location.secretKey().reveal())))
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .serviceConfiguration(options -> options.chunkedEncodingEnabled(false))
        .disableS3ExpressSessionAuth(true)
        .overrideConfiguration(overrides(timeouts))
        .httpClient(
            UrlConnectionHttpClient.builder()
                .connectionTimeout(timeouts.connect())
                .socketTimeout(timeouts.read())
                .build())
        .build();
  }

  private static ClientOverrideConfiguration overrides(S3Settings.Timeouts timeouts) {
    return ClientOverrideConfiguration.builder()
        .retryStrategy(AwsRetryStrategy.doNotRetry())
        .apiCallTimeout(timeouts.call())
        .defaultProfileFile(ProfileFile.aggregator().build())
        .build();
  }

  private static void check(Location.S3 location) throws FailureException {
    if (!REGION.matcher(location.region()).matches()) {
      throw invalid(
          "region", "Use the region's name, such as eu-central-1; many servers take any.");
    }
    if (!BUCKET.matcher(location.bucket()).matches()) {
      throw invalid("bucket's name", "Use 3 to 63 letters, digits, dots and dashes.");
    }
    if (location.accessKey().isBlank() || location.secretKey().reveal().isBlank()) {
      throw invalid("access key or the secret key", "Give both.");
    }
  }

  private static FailureException invalid(String what, String hint) {
    return new FailureException(
        FailureCode.DESTINATION_INVALID, "the " + what + " is not valid", hint);
  }
}
