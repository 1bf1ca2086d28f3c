package holdfast.database.redis;

/** What modules call the types of their values: nine characters in the upper bits of a number. */
final class ModuleName {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final int LENGTH = 9;
  private static final int VERSION_BITS = 10;
  private static final int CHARACTER_BITS = 6;

  private ModuleName() {}

  static String of(long id) {
    StringBuilder name = new StringBuilder();
    for (int i = LENGTH - 1; i >= 0; i--) {
      int shift = VERSION_BITS + CHARACTER_BITS * i;
      name.append(ALPHABET.charAt((int) (id >>> shift & 0x3f)));
    }
    return name.toString();
  }
}
