package holdfast.retention;

import holdfast.model.BackupStatus;
import holdfast.model.Copy;
import holdfast.model.CopyFacts;
import holdfast.model.CopyLine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of copies at a moment, each with its reason. What is decided of one does not depend
 * on which others are asked about.
 *
 * @param decisions one for each copy, in their order
 */
public record RetentionPlan(List<Decision> decisions) {

  public RetentionPlan {
    decisions = List.copyOf(decisions);
  }

  public static RetentionPlan of(List<CopyFacts> copies, Instant now) {
    return new RetentionPlan(copies.stream().map(copy -> decide(copy, now)).toList());
  }

  /** Those to be removed. */
  public List<Decision> expired() {
    return decisions.stream().filter(decision -> decision.verdict() == Verdict.EXPIRE).toList();
  }

  private static Decision decide(CopyFacts copy, Instant now) {
    if (!copy.backupStatus().isTerminal()) {
      return Decision.keep(copy, "its backup has not ended");
    }
    if (copy.expiresAt().equals(Copy.NEVER)) {
      return Decision.keep(copy, "it is kept until a person deletes it");
    }
    if (now.isBefore(copy.expiresAt())) {
      return Decision.keep(copy, "its time is not up before " + copy.expiresAt());
    }
    return protection(copy)
        .map(reason -> Decision.keep(copy, reason))
        .orElseGet(() -> Decision.expire(copy, "its time was up at " + copy.expiresAt()));
  }

  /** Why a copy stays although its time is up; empty when nothing speaks for it. */
  private static Optional<String> protection(CopyFacts copy) {
    if (copy.isRead()) {
      return Optional.of("a restore reads its backup");
    }
    if (isLastGood(copy)) {
      return protectionOfLastGood(copy);
    }
    return isWitness(copy)
        ? Optional.of(
            "it shows that no backup has completed here since the one that is kept for that")
        : Optional.empty();
  }

  private static boolean isLastGood(CopyFacts copy) {
    return is(copy, copy.line().newestCompleted());
  }

  private static Optional<String> protectionOfLastGood(CopyFacts copy) {
    CopyLine.Member newest = copy.line().newest();
    if (newest != null && !is(copy, newest)) {
      return Optional.of(
          "it is the newest completed backup here, and a later one " + fate(newest.status()));
    }
    return copy.line().isFed()
        ? Optional.of("it is the newest completed backup here until its schedule's next completes")
        : Optional.empty();
  }

  private static String fate(BackupStatus later) {
    return switch (later) {
      case FAILED -> "failed";
      case ABORTED -> "was aborted";
      case NOT_SUPPORTED -> "is not supported";
      case SCHEDULED, IN_PROGRESS, ABORTING -> "has not ended";
      case COMPLETED -> throw new IllegalArgumentException("the newest completed one is older");
    };
  }

  /**
   * What failed last speaks for the last good copy, and may be due long before that one: without it
   * the good one would go, and nobody would know that nothing has completed since.
   */
  private static boolean isWitness(CopyFacts copy) {
    CopyLine.Member good = copy.line().newestCompleted();
    return is(copy, copy.line().newest())
        && good != null
        && !good.expiresAt().equals(Copy.NEVER);
  }

  private static boolean is(CopyFacts copy, CopyLine.@Nullable Member member) {
    return member != null && member.key().equals(copy.backupId().key());
  }
}
