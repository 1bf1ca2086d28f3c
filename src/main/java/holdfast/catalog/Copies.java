package holdfast.catalog;

import holdfast.model.BackupStatus;
import holdfast.model.Copy;
import holdfast.model.Failure;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a backup's move does to each of its copies. */
final class Copies {
  private static final Duration KEEP_WITHOUT_RESULT = Duration.ofDays(30);

  private Copies() {}

  static Copy at(BackupStatus status, Copy copy) {
    return new Copy(
        copy.destinationId(),
        status,
        copy.path(),
        copy.sizeBytes(),
        copy.expiresAt(),
        copy.failure());
  }

  static Copy ended(Copy copy, BackupStore.CopyOutcome outcome, Instant createdAt) {
    return new Copy(
        copy.destinationId(),
        outcome.status(),
        outcome.path(),
        outcome.sizeBytes(),
        expiry(copy.expiresAt(), outcome.status(), createdAt),
        outcome.failure());
  }

  static Copy aborted(Copy copy, Instant createdAt) {
    return withoutResult(copy, BackupStatus.ABORTED, copy.failure(), createdAt);
  }

  static Copy unstarted(Copy copy, Failure failure, Instant createdAt) {
    return withoutResult(copy, BackupStatus.FAILED, failure, createdAt);
  }

  private static Copy withoutResult(
      Copy copy, BackupStatus end, @Nullable Failure failure, Instant createdAt) {
    return new Copy(
        copy.destinationId(), end, null, 0, expiry(copy.expiresAt(), end, createdAt), failure);
  }

  static Copy retained(Copy copy) {
    return expiring(copy, Copy.NEVER);
  }

  /** What a person keeps stays so. */
  static Copy keptUntil(Instant wanted, Copy copy, Instant createdAt) {
    if (copy.expiresAt().equals(Copy.NEVER)) {
      return copy;
    }
    boolean hasEnded = copy.status().isTerminal();
    return expiring(copy, hasEnded ? expiry(wanted, copy.status(), createdAt) : wanted);
  }

  private static Copy expiring(Copy copy, Instant at) {
    return new Copy(
        copy.destinationId(), copy.status(), copy.path(), copy.sizeBytes(), at, copy.failure());
  }

  private static Instant expiry(Instant wanted, BackupStatus end, Instant createdAt) {
    Instant soon = createdAt.plus(KEEP_WITHOUT_RESULT);
    return end == BackupStatus.COMPLETED || wanted.isBefore(soon) ? wanted : soon;
  }
}
