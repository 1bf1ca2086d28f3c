package holdfast.model;

/** The inner, immutable identity of a project. Unlike a slug it is never used again. */
public record ProjectId(Key key) {

  public static ProjectId of(String hex) {
    return new ProjectId(new Key(hex));
  }

  @Override
  public String toString() {
    return key.hex();
  }
}
