package holdfast.model;

/** The inner, immutable identity of an addon. Unlike a slug it is never used again. */
public record AddonId(Key key) {

  public static AddonId of(String hex) {
    return new AddonId(new Key(hex));
  }

  @Override
  public String toString() {
    return key.hex();
  }
}
