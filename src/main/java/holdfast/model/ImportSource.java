package holdfast.model;

/**
 * Where the bytes of an import come from.
 *
 * @param type one that is not {@linkplain SourceType#isOfAddon of the addon}
 * @param location a connection string, or a URL: either may hold a password or a signature
 * @param databases all those of the server, or one
 */
public record ImportSource(SourceType type, Secret location, DatabaseSet databases) {
  public ImportSource {
    if (type.isOfAddon()) {
      throw new IllegalArgumentException("not from elsewhere: " + type.wire());
    }
  }
}
