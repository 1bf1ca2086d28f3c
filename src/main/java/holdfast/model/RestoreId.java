package holdfast.model;

/** The inner, immutable identity of a restore. Unlike a slug it is never used again. */
public record RestoreId(Key key) {

  public static RestoreId of(String hex) {
    return new RestoreId(new Key(hex));
  }

  @Override
  public String toString() {
    return key.hex();
  }
}
