package holdfast.database;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;

/** What a restore does with a target that holds something. */
public enum IfOccupied {
  REPLACE,
  REFUSE;

  /** A look at the target. */
  public interface Look<E extends Exception> {
    boolean isEmpty() throws FailureException, E;
  }

  /**
   * Looks, where it matters.
   *
   * @param target for people
   * @throws FailureException {@code TARGET_NOT_EMPTY}
   */
  public <E extends Exception> void require(String target, Look<E> look)
      throws FailureException, E {
    if (this == REFUSE && !look.isEmpty()) {
      throw refused(target);
    }
  }

  /** That the target holds something. */
  public static FailureException refused(String target) {
    return new FailureException(
        FailureCode.TARGET_NOT_EMPTY,
        "%s is not empty, and this restore was to replace nothing".formatted(target),
        "It is what it was. Empty it, or restore with replace=true.");
  }
}
