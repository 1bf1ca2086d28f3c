package holdfast.destination;

import holdfast.model.FailureException;
import holdfast.model.Location;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A bucket of an S3-compatible server. An upload holds at most two parts in memory.
 *
 * <p>{@link #discardUploads} finds what the server lists; MinIO lists open uploads only for a whole
 * key, and clears those that are forgotten by itself after a day.
 */
public final class S3Destination implements Destination {
  private final S3Bucket bucket;
  private final S3Settings settings;

  /**
   * Connects to nothing yet.
   *
   * @throws FailureException {@code DESTINATION_INVALID} when the location cannot be one
   */
  public S3Destination(Location.S3 location, S3Settings settings) throws FailureException {
    this.bucket = new S3Bucket(location, settings.timeouts());
    this.settings = settings;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(settings.maxObjectBytes());
  }

  @Override
  public Upload upload(String key) throws FailureException {
    Keys.check(key);
    return new S3Upload(bucket, key, settings);
  }

  @Override
  public InputStream open(String key, long offset) throws FailureException {
    Keys.check(key);
    return S3Download.open(bucket, key, offset);
  }

  @Override
  public Optional<StoredObject> stat(String key) throws FailureException {
    Keys.check(key);
    return bucket.head(key).map(head -> new StoredObject(key, head.contentLength()));
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> visitor) throws FailureException {
    Keys.checkPrefix(prefix);
    String continuation = null;
    do {
      ListObjectsV2Response page = bucket.objects(prefix, continuation);
      for (S3Object object : page.contents()) {
        show(object, visitor);
      }
      continuation = page.nextContinuationToken();
    } while (continuation != null);
  }

  /** What others put there under names that are no keys is none of ours. */
  private static void show(S3Object object, Consumer<StoredObject> visitor) {
    if (Keys.isKey(object.key())) {
      visitor.accept(new StoredObject(object.key(), object.size()));
    }
  }

  @Override
  public void delete(String key) throws FailureException {
    Keys.check(key);
    bucket.delete(key);
  }

  @Override
  public void discardUploads(String prefix) throws FailureException {
    Keys.checkPrefix(prefix);
    bucket.abortUploads(prefix, upload -> true);
  }

  @Override
  public void close() {
    bucket.close();
  }
}
