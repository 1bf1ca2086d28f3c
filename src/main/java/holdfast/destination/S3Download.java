package holdfast.destination;

import holdfast.model.FailureException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Opens the bytes of an object. */
final class S3Download {
  private S3Download() {}

  static InputStream open(S3Bucket bucket, String key, long offset) throws FailureException {
    return offset == 0 ? openWhole(bucket, key) : openRest(bucket, key, offset);
  }

  private static InputStream openWhole(S3Bucket bucket, String key) throws FailureException {
    return stream(bucket, key, bucket.get(key, null).orElseThrow(() -> missing(bucket, key)));
  }

  /** Asks for the size first: a server answers in many ways when asked for what is not there. */
  private static InputStream openRest(S3Bucket bucket, String key, long offset)
      throws FailureException {
    long bytes = bucket.head(key).orElseThrow(() -> missing(bucket, key)).contentLength();
    if (Offset.remaining(key, offset, bytes) == 0) {
      return InputStream.nullInputStream();
    }
    ResponseInputStream<GetObjectResponse> answer =
        bucket.get(key, "bytes=" + offset + "-").orElseThrow(() -> missing(bucket, key));
    requireRange(bucket, key, offset, answer);
    return stream(bucket, key, answer);
  }

  /** A server that ignores the range would give the beginning again. */
  private static void requireRange(
      S3Bucket bucket, String key, long offset, ResponseInputStream<GetObjectResponse> answer)
      throws FailureException {
    String range = answer.response().contentRange();
    if (range == null || !range.startsWith("bytes " + offset + "-")) {
      answer.abort();
      throw bucket.failures().error(S3Bucket.reading(key), "the server gave another range");
    }
  }

  private static InputStream stream(
      S3Bucket bucket, String key, ResponseInputStream<GetObjectResponse> answer)
      throws FailureException {
    Long bytes = answer.response().contentLength();
    if (bytes == null) {
      answer.abort();
      throw bucket.failures().error(S3Bucket.reading(key), "the server tells no length");
    }
    return new ExactStream(
        answer,
        bytes,
        failed -> bucket.failures().of(failed, S3Bucket.reading(key)),
        answer::abort);
  }

  private static FailureException missing(S3Bucket bucket, String key) {
    return bucket.failures().missingObject(S3Bucket.reading(key));
  }
}
