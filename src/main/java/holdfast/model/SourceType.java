package holdfast.model;

/** Where the content of a backup came from, in the contract's words. */
public enum SourceType {
  SAME_ADDON("sameAddon"),
  SNAPSHOT("snapshot"),
  LIVE_INSTANCE("liveInstance"),
  EXTERNAL_DUMP("externalDump"),
  FILE_UPLOAD("fileUpload");

  private final String wire;

  SourceType(String wire) {
    this.wire = wire;
  }

  public String wire() {
    return wire;
  }

  /** Whether it is the addon's own database that is read. */
  public boolean isOfAddon() {
    return this == SAME_ADDON || this == SNAPSHOT;
  }
}
