package holdfast.destination;

import static holdfast.model.FailureCode.DESTINATION_ACCESS_DENIED;
import static holdfast.model.FailureCode.DESTINATION_ERROR;
import static holdfast.model.FailureCode.DESTINATION_FULL;
import static holdfast.model.FailureCode.DESTINATION_INVALID;
import static holdfast.model.FailureCode.DESTINATION_MISSING;
import static holdfast.model.FailureCode.DESTINATION_UNREACHABLE;
import static holdfast.model.FailureCode.OBJECT_MISSING;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What an error of an S3 call means. Messages are made of our own words, the server's error code
 * and the status: a server's text may repeat what was signed, or anything else.
 *
 * @param place the bucket and the server, in words
 */
record S3Failures(String place) {
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9.]{1,64}");

  private record Meaning(FailureCode code, String hint) {}

  private static final Meaning BUSY =
      new Meaning(DESTINATION_ERROR, "The server is busy or has trouble; look at its log.");
  private static final Meaning CLOCK =
      new Meaning(DESTINATION_ERROR, "Set the clocks of this machine and of the server right.");
  private static final Meaning FULL =
      new Meaning(DESTINATION_FULL, "Free some space, or let backups expire sooner.");
  private static final Meaning KEYS =
      new Meaning(DESTINATION_ACCESS_DENIED, "Check the access key and the secret key.");
  private static final Meaning RIGHTS =
      new Meaning(
          DESTINATION_ACCESS_DENIED,
          "Check the keys, and that they may list, read, write and delete in this bucket.");
  private static final Meaning NO_BUCKET =
      new Meaning(
          DESTINATION_MISSING, "Create the bucket, or correct its name, region or endpoint.");
  private static final Meaning NO_OBJECT =
      new Meaning(
          OBJECT_MISSING,
          "Somebody may have removed the object; the backup cannot be used without it.");
  private static final Meaning UPLOAD_GONE =
      new Meaning(
          DESTINATION_ERROR, "Somebody or a rule of the bucket discarded the upload; try again.");
  private static final Meaning REGION =
      new Meaning(DESTINATION_INVALID, "Give the region and the endpoint that the bucket lies in.");
  private static final Meaning WRONG_CALL =
      new Meaning(
          DESTINATION_INVALID,
          "Check the bucket's name, the region and the endpoint: it may be no S3 server.");

  FailureException of(SdkException cause, String doing) {
    return switch (cause) {
      case AwsServiceException answer -> ofAnswer(answer, doing);
      case AbortedException stopped -> Interruption.failure(doing);
      case ApiCallTimeoutException late -> unreachable(doing, "no answer in time", late);
      case ApiCallAttemptTimeoutException late -> unreachable(doing, "no answer in time", late);
      default -> ofClient(cause, doing);
    };
  }

  /** For errors while an object's bytes are read. */
  FailureException of(IOException cause, String doing) {
    if (cause instanceof FailureException known) {
      return known;
    }
    return ofNetwork(cause, doing);
  }

  FailureException error(String doing, String what) {
    return failure(BUSY, doing, what, null);
  }

  FailureException missingBucket(String doing) {
    return failure(NO_BUCKET, doing, "there is no such bucket", null);
  }

  FailureException missingObject(String doing) {
    return failure(NO_OBJECT, doing, "there is no such object", null);
  }

  /** The server's error code, or nothing where it gave none, as in answers to HEAD. */
  static String codeOf(AwsServiceException answer) {
    return Optional.ofNullable(answer.awsErrorDetails())
        .map(details -> details.errorCode())
        .filter(code -> CODE.matcher(code).matches())
        .orElse("");
  }

  private FailureException ofAnswer(AwsServiceException answer, String doing) {
    String code = codeOf(answer);
    String status = "HTTP " + answer.statusCode();
    String what = code.isEmpty() ? status : code + " (" + status + ")";
    return failure(meaning(code, answer.statusCode()), doing, what, null);
  }

  private static Meaning meaning(String code, int status) {
    return switch (code) {
      case "RequestTimeTooSkewed" -> CLOCK;
      case "RequestTimeout", "BadDigest", "SlowDown", "OperationAborted" -> BUSY;
      case "QuotaExceeded", "XMinioStorageFull", "InsufficientCapacity" -> FULL;
      case "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken" -> KEYS;
      case "PermanentRedirect", "AuthorizationHeaderMalformed" -> REGION;
      case "NoSuchBucket" -> NO_BUCKET;
      case "NoSuchKey" -> NO_OBJECT;
      case "NoSuchUpload" -> UPLOAD_GONE;
      default -> meaning(status);
    };
  }

  private static Meaning meaning(int status) {
    return switch (status) {
      case 301, 307, 308 -> REGION;
      case 401, 403 -> RIGHTS;
      case 404 -> NO_OBJECT;
      case 408, 409, 429 -> BUSY;
      case 501, 505 -> WRONG_CALL;
      case 507 -> FULL;
      default -> status >= 500 ? BUSY : WRONG_CALL;
    };
  }

  private FailureException ofClient(SdkException cause, String doing) {
    return causes(cause).anyMatch(IOException.class::isInstance)
        ? ofNetwork(cause, doing)
        : failure(WRONG_CALL, doing, "the answer cannot be understood", cause);
  }

  private FailureException ofNetwork(Exception cause, String doing) {
    if (isInterruption(cause)) {
      return Interruption.failure(doing);
    }
    if (causes(cause).anyMatch(CertificateException.class::isInstance)) {
      return failure(
          new Meaning(
              DESTINATION_INVALID,
              "Use a certificate that this machine trusts, for the name in the endpoint."),
          doing,
          "the server's certificate is not trusted",
          cause);
    }
    return unreachable(doing, describe(cause), cause);
  }

  private FailureException unreachable(String doing, String what, Exception cause) {
    return failure(
        new Meaning(
            DESTINATION_UNREACHABLE,
            "Check that the server runs, and the endpoint (http:// or https://, the port), DNS and"
                + " firewalls."),
        doing,
        what,
        cause);
  }

  private static boolean isInterruption(Exception cause) {
    return Thread.currentThread().isInterrupted()
        || causes(cause)
            .anyMatch(
                each ->
                    each instanceof InterruptedException
                        || (each instanceof InterruptedIOException
                            && !(each instanceof SocketTimeoutException)));
  }

  private static String describe(Exception cause) {
    Throwable root = causes(cause).reduce((outer, inner) -> inner).orElse(cause);
    return switch (root) {
      case UnknownHostException unknown -> "the host is unknown";
      case SocketTimeoutException late -> "no answer in time";
      case ConnectException refused -> "the connection was refused";
      default -> "the connection broke (" + root.getMessage() + ")";
    };
  }

  private static Stream<Throwable> causes(Throwable cause) {
    return Stream.iterate(cause, Objects::nonNull, Throwable::getCause).limit(20);
  }

  private FailureException failure(
      Meaning meaning, String doing, String what, @Nullable Exception cause) {
    Failure failure =
        new Failure(meaning.code(), doing + " in " + place + ": " + what, meaning.hint());
    return new FailureException(failure, cause);
  }
}
