package holdfast.testing;

/**
 * Where a fake fails: at byte n of a stream (0-based: n bytes pass), or at its verdict. {@link
 * Long#MAX_VALUE} means never.
 */
public record FaultPlan(long atByte, boolean atVerdict) {

  public static FaultPlan none() {
    return new FaultPlan(Long.MAX_VALUE, false);
  }

  public static FaultPlan atByte(long n) {
    return new FaultPlan(n, false);
  }

  public static FaultPlan atTheVerdict() {
    return new FaultPlan(Long.MAX_VALUE, true);
  }
}
