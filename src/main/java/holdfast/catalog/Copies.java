package holdfast.catalog;

import holdfast.model.BackupStatus;
import holdfast.model.Copy;
import holdfast.model.Failure;
import java.time.Duration;
import java.time.Instant;

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
    return new Copy(
        copy.destinationId(),
        BackupStatus.ABORTED,
        null,
        0,
        expiry(copy.expiresAt(), BackupStatus.ABORTED, createdAt),
        copy.failure());
  }

  static Copy unstarted(Copy copy, Failure failure, Instant createdAt) {
    return new Copy(
        copy.destinationId(),
        BackupStatus.FAILED,
        null,
        0,
        expiry(copy.expiresAt(), BackupStatus.FAILED, createdAt),
        failure);
  }

  static Copy retained(Copy copy) {
    return new Copy(
        copy.destinationId(),
        copy.status(),
        copy.path(),
        copy.sizeBytes(),
        Copy.NEVER,
        copy.failure());
  }

  /** What a person keeps stays so. */
  static Copy keptUntil(Instant wanted, Copy copy, Instant createdAt) {
    if (copy.expiresAt().equals(Copy.NEVER)) {
      return copy;
    }
    return new Copy(
        copy.destinationId(),
        copy.status(),
        copy.path(),
        copy.sizeBytes(),
        copy.status().isTerminal() ? expiry(wanted, copy.status(), createdAt) : wanted,
        copy.failure());
  }

  private static Instant expiry(Instant wanted, BackupStatus end, Instant createdAt) {
    Instant soon = createdAt.plus(KEEP_WITHOUT_RESULT);
    return end == BackupStatus.COMPLETED || wanted.isBefore(soon) ? wanted : soon;
  }
}
