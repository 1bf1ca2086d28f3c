package holdfast.model;

/** What a backup holds: an engine's logical dump, or a physical snapshot of its server. */
public enum BackupType {
  DUMP("dump"),
  SNAPSHOT("snapshot");

  private final String wire;

  BackupType(String wire) {
    this.wire = wire;
  }

  public String wire() {
    return wire;
  }
}
