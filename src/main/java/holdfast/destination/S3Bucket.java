package holdfast.destination;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.Location;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The calls to one bucket: each is sent once, each error translated. Thread-safe. */
final class S3Bucket implements AutoCloseable {
  private static final int NOT_FOUND = 404;

  /** An answer to HEAD has no body to tell what is missing; the SDK puts in a guess. */
  private static final String UNTOLD = "-";

  private final S3Client client;
  private final String name;
  private final S3Failures failures;

  S3Bucket(Location.S3 location, S3Settings.Timeouts timeouts) throws FailureException {
    S3Endpoint endpoint = S3Endpoint.of(location.endpoint());
    this.name = location.bucket();
    this.failures = new S3Failures("bucket '%s' at %s".formatted(name, endpoint));
    this.client = S3Clients.connect(location, endpoint, timeouts);
  }

  S3Failures failures() {
    return failures;
  }

  /** Sends a whole object; returns its ETag. */
  String put(String key, PartBuffer content, byte[] md5) throws FailureException {
    return inBucket(
        "writing '" + key + "'",
        () ->
            client
                .putObject(put -> put.bucket(name).key(key).contentMD5(base64(md5)), body(content))
                .eTag());
  }

  /** Begins a multipart upload; returns its id. */
  String beginUpload(String key) throws FailureException {
    return inBucket(
        "beginning to write '" + key + "'",
        () -> client.createMultipartUpload(begin -> begin.bucket(name).key(key)).uploadId());
  }

  /** Sends one part; returns its ETag. */
  String sendPart(S3Part part, PartBuffer content) throws FailureException {
    return inBucket(
        "writing part " + part.number() + " of '" + part.key() + "'",
        () ->
            client
                .uploadPart(
                    send ->
                        send.bucket(name)
                            .key(part.key())
                            .uploadId(part.uploadId())
                            .partNumber(part.number())
                            .contentMD5(base64(part.md5())),
                    body(content))
                .eTag());
  }

  void completeUpload(String key, String uploadId, List<CompletedPart> parts)
      throws FailureException {
    inBucket(
        "completing '" + key + "'",
        () ->
            client.completeMultipartUpload(
                complete ->
                    complete
                        .bucket(name)
                        .key(key)
                        .uploadId(uploadId)
                        .multipartUpload(all -> all.parts(parts))));
  }

  /** That there is no such upload (any more) is no failure. */
  void abortUpload(String key, String uploadId) throws FailureException {
    absentIfNotFound(
        "discarding the upload of '" + key + "'",
        "NoSuchUpload",
        () -> client.abortMultipartUpload(abort -> abort.bucket(name).key(key).uploadId(uploadId)));
  }

  /**
   * Aborts those open uploads under a prefix that are meant. Looks at the prefix itself: a server
   * that ignored it would cost others their uploads.
   */
  void abortUploads(String prefix, Predicate<MultipartUpload> meant) throws FailureException {
    Predicate<MultipartUpload> inPrefix = meant.and(upload -> upload.key().startsWith(prefix));
    ListMultipartUploadsResponse page = uploads(prefix, null, null);
    abort(page, inPrefix);
    while (Boolean.TRUE.equals(page.isTruncated())) {
      page = uploads(prefix, page.nextKeyMarker(), page.nextUploadIdMarker());
      abort(page, inPrefix);
    }
  }

  private void abort(ListMultipartUploadsResponse page, Predicate<MultipartUpload> which)
      throws FailureException {
    for (MultipartUpload upload : page.uploads()) {
      if (which.test(upload)) {
        abortUpload(upload.key(), upload.uploadId());
      }
    }
  }

  private ListMultipartUploadsResponse uploads(
      String prefix, @Nullable String keyMarker, @Nullable String uploadIdMarker)
      throws FailureException {
    return inBucket(
        "listing the open uploads under '" + prefix + "'",
        () ->
            client.listMultipartUploads(
                list ->
                    list.bucket(name)
                        .prefix(prefix)
                        .keyMarker(keyMarker)
                        .uploadIdMarker(uploadIdMarker)));
  }

  ListObjectsV2Response objects(String prefix, @Nullable String continuation)
      throws FailureException {
    return inBucket(
        "listing '" + prefix + "'",
        () ->
            client.listObjectsV2(
                list -> list.bucket(name).prefix(prefix).continuationToken(continuation)));
  }

  Optional<HeadObjectResponse> head(String key) throws FailureException {
    return absentIfNotFound(
        "looking for '" + key + "'",
        UNTOLD,
        () -> client.headObject(head -> head.bucket(name).key(key)));
  }

  /**
   * @param range in the form of the HTTP header, or null for the whole object
   */
  Optional<ResponseInputStream<GetObjectResponse>> get(String key, @Nullable String range)
      throws FailureException {
    return absentIfNotFound(
        reading(key),
        "NoSuchKey",
        () -> client.getObject(get -> get.bucket(name).key(key).range(range)));
  }

  static String reading(String key) {
    return "reading '" + key + "'";
  }

  /** That there is no such object is no failure. */
  void delete(String key) throws FailureException {
    absentIfNotFound(
        "deleting '" + key + "'",
        "NoSuchKey",
        () -> client.deleteObject(drop -> drop.bucket(name).key(key)));
  }

  @Override
  public void close() {
    client.close();
  }

  /** A call that can miss nothing but the bucket, or the upload. */
  private <T> T inBucket(String doing, Supplier<T> call) throws FailureException {
    try {
      return call.get();
    } catch (SdkException failed) {
      FailureException failure = failures.of(failed, doing);
      throw failure.failure().code() == FailureCode.OBJECT_MISSING
          ? failures.missingBucket(doing)
          : failure;
    }
  }

  /**
   * A missing bucket must not look like a missing object: the catalog would believe that its
   * backups are gone.
   *
   * @param absent the error code that leaves no doubt
   */
  private <T> Optional<T> absentIfNotFound(String doing, String absent, Supplier<T> call)
      throws FailureException {
    try {
      return Optional.of(call.get());
    } catch (S3Exception answer) {
      String code = S3Failures.codeOf(answer);
      if (answer.statusCode() != NOT_FOUND || code.equals("NoSuchBucket")) {
        throw failures.of(answer, doing);
      }
      if (!code.equals(absent)) {
        requireBucket(doing);
      }
      return Optional.empty();
    } catch (SdkException failed) {
      throw failures.of(failed, doing);
    }
  }

  private void requireBucket(String doing) throws FailureException {
    inBucket(doing, () -> client.headBucket(head -> head.bucket(name)));
  }

  private static RequestBody body(PartBuffer content) {
    return RequestBody.fromContentProvider(
        content::content, content.size(), "application/octet-stream");
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
