package holdfast.retention;

/** What becomes of a copy. */
public enum Verdict {
  KEEP("keep"),
  EXPIRE("expire");

  private final String wire;

  Verdict(String wire) {
    this.wire = wire;
  }

  public String wire() {
    return wire;
  }
}
