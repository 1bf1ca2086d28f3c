package holdfast.retention;

import holdfast.model.CopyFacts;

/**
 * What becomes of one copy.
 *
 * @param reason in plain words, as the end of "it is kept, since" or "it expires, since"
 */
public record Decision(CopyFacts copy, Verdict verdict, String reason) {

  static Decision keep(CopyFacts copy, String reason) {
    return new Decision(copy, Verdict.KEEP, reason);
  }

  static Decision expire(CopyFacts copy, String reason) {
    return new Decision(copy, Verdict.EXPIRE, reason);
  }
}
