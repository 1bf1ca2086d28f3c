package holdfast.model;

/** The inner, immutable identity of a role. Unlike a slug it is never used again. */
public record RoleId(Key key) {

  public static RoleId of(String hex) {
    return new RoleId(new Key(hex));
  }

  @Override
  public String toString() {
    return key.hex();
  }
}
