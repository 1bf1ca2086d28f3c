package holdfast.destination;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * An object on its way into a bucket: by a single call when it is smaller than a part, else by a
 * multipart upload. Each part carries its MD5, which the server checks. After the commit the size
 * is compared, and the content where that is possible:
 *
 * <ul>
 *   <li>several parts: when the ETag of every part was its MD5, the object's must follow from them;
 *   <li>a small object whose ETag is not its MD5 is read back.
 * </ul>
 */
final class S3Upload implements Upload {
  private final S3Bucket bucket;
  private final String key;
  private final S3Settings settings;
  private final UploadState state;
  private PartBuffer filling;
  private @Nullable S3Multipart multipart;
  private long written;

  S3Upload(S3Bucket bucket, String key, S3Settings settings) {
    this.bucket = bucket;
    this.key = key;
    this.settings = settings;
    this.state = new UploadState(key);
    this.filling = new PartBuffer(settings.partBytes());
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws FailureException {
    state.requireOpen();
    try {
      requireRoom(length);
      for (int taken = 0; taken < length; ) {
        taken += filling.append(bytes, offset + taken, length - taken);
        if (filling.isFull()) {
          sendPart();
        }
      }
      written += length;
    } catch (FailureException failed) {
      throw state.fail(failed);
    }
  }

  private void requireRoom(int length) throws FailureException {
    if (length > settings.maxObjectBytes() - written) {
      throw new FailureException(
          FailureCode.DESTINATION_INVALID,
          "'" + key + "' would have more than " + settings.partLimit() + " parts",
          "A stream that is longer goes into several objects.");
    }
  }

  private void sendPart() throws FailureException {
    if (multipart == null) {
      multipart = S3Multipart.begin(bucket, key, settings.retry());
    }
    filling = multipart.send(filling).orElseGet(() -> new PartBuffer(settings.partBytes()));
    releaseMemoryAfterTheLastPart(multipart);
  }

  /** An object that is full may wait long for its commit, until many others after it are full. */
  private void releaseMemoryAfterTheLastPart(S3Multipart parts) throws FailureException {
    if (parts.count() == settings.partLimit()) {
      parts.await();
      filling = new PartBuffer(settings.partBytes());
    }
  }

  @Override
  public StoredObject commit() throws FailureException {
    state.requireOpen();
    try {
      StoredObject stored = multipart == null ? commitSmall() : commitParts(multipart);
      state.commit();
      return stored;
    } catch (FailureException failed) {
      throw state.fail(failed);
    }
  }

  private StoredObject commitParts(S3Multipart parts) throws FailureException {
    if (filling.size() > 0) {
      parts.send(filling);
    }
    Optional<String> expected = parts.complete();
    HeadObjectResponse head = headAfterCommit();
    if (expected.filter(etag -> ETags.contradicts(head.eTag(), etag)).isPresent()) {
      throw corrupt("other content");
    }
    return new StoredObject(key, written);
  }

  private StoredObject commitSmall() throws FailureException {
    byte[] md5 = filling.takeMd5();
    String etag = settings.retry().call(() -> bucket.put(key, filling, md5));
    headAfterCommit();
    if (!ETags.isMd5(etag, md5) && !settings.retry().call(() -> readsBackAs(md5))) {
      throw corrupt("other content");
    }
    return new StoredObject(key, written);
  }

  private HeadObjectResponse headAfterCommit() throws FailureException {
    HeadObjectResponse head =
        settings.retry().call(() -> bucket.head(key).orElseThrow(() -> corrupt("nothing")));
    if (head.contentLength() != written) {
      throw corrupt(head.contentLength() + " bytes instead of " + written);
    }
    return head;
  }

  private boolean readsBackAs(byte[] md5) throws FailureException {
    DigestOutputStream digest =
        new DigestOutputStream(OutputStream.nullOutputStream(), Digests.md5());
    try (InputStream in = S3Download.open(bucket, key, 0)) {
      in.transferTo(digest);
      return MessageDigest.isEqual(md5, digest.getMessageDigest().digest());
    } catch (IOException failed) {
      throw bucket.failures().of(failed, S3Bucket.reading(key));
    }
  }

  private FailureException corrupt(String what) {
    return new FailureException(
        FailureCode.OBJECT_CORRUPT,
        "after it was written, '" + key + "' holds " + what,
        "The server lost or changed what it confirmed; do not trust it with backups before that is"
            + " explained.");
  }

  /** An interrupt is put aside, or it would end the call that discards. */
  @Override
  public void close() {
    if (!state.close() || multipart == null) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      multipart.abort();
    } catch (FailureException leftForDiscardUploads) {
      return;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
