package holdfast.model;

/** What became of instants at which a schedule was to fire. */
public enum FiringOutcome {
  /** A backup was made for them. */
  TAKEN("taken"),

  /** They had been missed, and one backup was made for all of them. */
  CAUGHT_UP("caught-up"),

  /** Nothing was made, since it could not have been run then. */
  SKIPPED("skipped"),

  /** Nobody was there to act, and it was too late afterwards. */
  MISSED("missed");

  private final String wire;

  FiringOutcome(String wire) {
    this.wire = wire;
  }

  public String wire() {
    return wire;
  }
}
