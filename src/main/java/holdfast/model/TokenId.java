package holdfast.model;

/** The inner, immutable identity of an access token. Unlike a slug it is never used again. */
public record TokenId(Key key) {

  public static TokenId of(String hex) {
    return new TokenId(new Key(hex));
  }

  @Override
  public String toString() {
    return key.hex();
  }
}
