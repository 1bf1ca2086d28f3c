package holdfast.model;

/** The inner, immutable identity of a backup destination. Unlike a slug it is never used again. */
public record DestinationId(Key key) {

  public static DestinationId of(String hex) {
    return new DestinationId(new Key(hex));
  }

  @Override
  public String toString() {
    return key.hex();
  }
}
