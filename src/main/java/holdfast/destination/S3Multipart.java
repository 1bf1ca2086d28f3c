package holdfast.destination;

import holdfast.model.FailureException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/**
 * A multipart upload of one object. One part is sent in the background while the caller fills the
 * next; how it went shows at the next call. Used by one thread at a time.
 *
 * <p>The sender is a virtual thread: it does little but wait for the network, and interrupting it
 * closes its socket at once, where a platform thread would wait for a stuck server's timeout.
 */
final class S3Multipart {
  private static final Logger LOG = LoggerFactory.getLogger(S3Multipart.class);

  private final S3Bucket bucket;
  private final String key;
  private final String uploadId;
  private final Retry retry;
  private final boolean hasTwins;
  private final List<CompletedPart> parts = new ArrayList<>();
  private final MessageDigest digestOfMd5s = Digests.md5();
  private boolean etagsAreMd5s = true;
  private @Nullable Sending sending;

  /** A part on its way. */
  private record Sending(S3Part part, PartBuffer content, Thread thread, FutureTask<String> etag) {}

  private S3Multipart(S3Bucket bucket, String key, String uploadId, Retry retry, boolean hasTwins) {
    this.bucket = bucket;
    this.key = key;
    this.uploadId = uploadId;
    this.retry = retry;
    this.hasTwins = hasTwins;
  }

  static S3Multipart begin(S3Bucket bucket, String key, Retry retry) throws FailureException {
    AtomicInteger attempts = new AtomicInteger();
    String uploadId =
        retry.call(
            () -> {
              attempts.incrementAndGet();
              return bucket.beginUpload(key);
            });
    return new S3Multipart(bucket, key, uploadId, retry, attempts.get() > 1);
  }

  /** How many parts were sent or are on their way. */
  int count() {
    return parts.size() + (sending == null ? 0 : 1);
  }

  /**
   * Starts to send a part once the one before has arrived.
   *
   * @return the buffer of the one before, free again; empty at the first
   */
  Optional<PartBuffer> send(PartBuffer content) throws FailureException {
    Optional<PartBuffer> free = await();
    S3Part part = new S3Part(key, uploadId, parts.size() + 1, content.takeMd5());
    FutureTask<String> etag =
        new FutureTask<>(() -> retry.call(() -> bucket.sendPart(part, content)));
    Thread thread = Thread.ofVirtual().name("s3-part-", part.number()).start(etag);
    sending = new Sending(part, content, thread, etag);
    return free;
  }

  /** Waits until the part on its way has arrived; returns its buffer. */
  Optional<PartBuffer> await() throws FailureException {
    Sending current = sending;
    if (current == null) {
      return Optional.empty();
    }
    arrived(current.part(), result(current.etag()));
    sending = null;
    current.content().clear();
    return Optional.of(current.content());
  }

  private void arrived(S3Part part, String etag) {
    parts.add(CompletedPart.builder().partNumber(part.number()).eTag(etag).build());
    digestOfMd5s.update(part.md5());
    etagsAreMd5s &= ETags.isMd5(etag, part.md5());
  }

  private String result(FutureTask<String> etag) throws FailureException {
    try {
      return etag.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw Interruption.failure("writing '" + key + "'");
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof FailureException failure) {
        throw failure;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  /**
   * Makes the object visible.
   *
   * @return the ETag that it must have, where the server's ETags are what they were meant to be
   */
  Optional<String> complete() throws FailureException {
    await();
    abortTwins();
    String etag = ETags.ofParts(digestOfMd5s.digest(), parts.size());
    try {
      retry.run(() -> bucket.completeUpload(key, uploadId, parts));
    } catch (FailureException failed) {
      if (!isAlreadyThere(etag)) {
        throw failed;
      }
    }
    return etagsAreMd5s ? Optional.of(etag) : Optional.empty();
  }

  /**
   * When the answer to an attempt to begin was lost, there can be uploads of this key whose ids
   * nobody was told. One that stays is invisible and paid for; that is no reason to lose a backup.
   */
  private void abortTwins() {
    if (!hasTwins) {
      return;
    }
    try {
      retry.run(() -> bucket.abortUploads(key, this::isTwin));
    } catch (FailureException left) {
      LOG.warn(
          "an upload of '{}' may be left in the bucket: {}; a rule of the bucket that aborts"
              + " incomplete uploads clears it",
          key,
          left.getMessage());
    }
  }

  private boolean isTwin(MultipartUpload upload) {
    return upload.key().equals(key) && !upload.uploadId().equals(uploadId);
  }

  /** When the answer to the first attempt was lost, the second finds no upload any more. */
  private boolean isAlreadyThere(String etag) {
    try {
      return bucket.head(key).filter(head -> ETags.strip(head.eTag()).equals(etag)).isPresent();
    } catch (FailureException unknown) {
      return false;
    }
  }

  /** Stops sending and discards. Tries once: what cannot be reached now is swept later. */
  void abort() throws FailureException {
    stopSending();
    bucket.abortUpload(key, uploadId);
  }

  /** A part that arrived after the abort would stay, invisible and paid for. */
  private void stopSending() {
    Sending current = sending;
    if (current == null) {
      return;
    }
    sending = null;
    current.thread().interrupt();
    try {
      current.thread().join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
