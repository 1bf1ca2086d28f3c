package holdfast.model;

/** How the stored bytes of a backup are compressed. */
public enum Compression {
  GZ("gz"),
  ZSTD("zstd");

  private final String wire;

  Compression(String wire) {
    this.wire = wire;
  }

  public String wire() {
    return wire;
  }

  /** The ending of a stored object's name, with its dot. */
  public String suffix() {
    return this == GZ ? ".gz" : ".zst";
  }
}
