package holdfast.database.redis;

import java.util.List;
import java.util.Optional;

/**
 * What the values of an RDB are made of, by the number of their encoding: enough to know where each
 * ends. These are the encodings up to RDB 12 of Redis (8.0) and RDB 80 of Valkey (9), which have
 * gone different ways since RDB 11.
 */
final class ValueType {
  static final int MODULE = 7;

  private static final int VALKEY_HASH_OF_EXPIRING_FIELDS = 22;
  private static final int HASH_OF_EXPIRING_FIELDS = 24;
  private static final int PACKED_HASH_OF_EXPIRING_FIELDS = 25;

  /** A piece of a value. */
  sealed interface Part {
    /** So many bytes. */
    record Fixed(int bytes) implements Part {}

    /** A number of the format's own kind. */
    record Whole() implements Part {}

    /** A text, whatever is in it. */
    record Text() implements Part {}

    /** The score of a member as older versions write it. */
    record Score() implements Part {}

    /** How often these parts follow, and they so often. */
    record Times(List<Part> parts) implements Part {}

    /** What a module wrote: pieces that say of what kind they are, until the one that ends them. */
    record ModulePieces() implements Part {}
  }

  private static final Part NUMBER = new Part.Whole();
  private static final Part TEXT = new Part.Text();
  private static final Part EIGHT_BYTES = new Part.Fixed(8);
  private static final Part SIXTEEN_BYTES = new Part.Fixed(16);

  /** What follows on the module's id. */
  static final List<Part> MODULE_PIECES = List.of(new Part.ModulePieces());

  static final List<Part> FUNCTION_LIBRARY = List.of(TEXT);

  private ValueType() {}

  /** Whether a value can vanish although its key does not expire: field by field. */
  static boolean hasExpiringFields(int type) {
    return type == VALKEY_HASH_OF_EXPIRING_FIELDS
        || type == HASH_OF_EXPIRING_FIELDS
        || type == PACKED_HASH_OF_EXPIRING_FIELDS;
  }

  /** Empty for an encoding that is not known. */
  static Optional<List<Part>> parts(int type, boolean ofValkey) {
    return switch (type) {
      // Fields, values, and until when.
      case VALKEY_HASH_OF_EXPIRING_FIELDS ->
          ofValkey ? Optional.of(List.of(times(TEXT, TEXT, EIGHT_BYTES))) : Optional.empty();
      // When the first of them expires; then how much later each does, fields and values.
      case HASH_OF_EXPIRING_FIELDS ->
          ofValkey
              ? Optional.empty()
              : Optional.of(List.of(EIGHT_BYTES, times(NUMBER, TEXT, TEXT)));
      case PACKED_HASH_OF_EXPIRING_FIELDS ->
          ofValkey ? Optional.empty() : Optional.of(List.of(EIGHT_BYTES, TEXT));
      // A string; the packed forms of all other types are one text, too.
      case 0, 9, 10, 11, 12, 13, 16, 17, 20 -> Optional.of(List.of(TEXT));
      // Lists and sets, member by member; lists in packed pieces.
      case 1, 2, 14 -> Optional.of(List.of(times(TEXT)));
      case 18 -> Optional.of(List.of(times(NUMBER, TEXT)));
      // Sorted sets: with scores as digits, and as they are in memory.
      case 3 -> Optional.of(List.of(times(TEXT, new Part.Score())));
      case 5 -> Optional.of(List.of(times(TEXT, EIGHT_BYTES)));
      // A hash, field by field.
      case 4 -> Optional.of(List.of(times(TEXT, TEXT)));
      case MODULE -> Optional.of(MODULE_PIECES);
      case 15 -> Optional.of(stream(1));
      case 19 -> Optional.of(stream(2));
      case 21 -> Optional.of(stream(3));
      default -> Optional.empty();
    };
  }

  /**
   * Entries, their count, ids, then groups with what is pending, and their consumers with theirs.
   */
  private static List<Part> stream(int version) {
    Part entries = times(TEXT, TEXT);
    Part pending = times(SIXTEEN_BYTES, EIGHT_BYTES, NUMBER);
    Part pendingIds = times(SIXTEEN_BYTES);
    Part consumers =
        version < 3
            ? times(TEXT, EIGHT_BYTES, pendingIds)
            : times(TEXT, EIGHT_BYTES, EIGHT_BYTES, pendingIds);
    return version < 2
        ? List.of(entries, NUMBER, NUMBER, NUMBER, times(TEXT, NUMBER, NUMBER, pending, consumers))
        : List.of(
            entries,
            NUMBER,
            NUMBER,
            NUMBER,
            NUMBER,
            NUMBER,
            NUMBER,
            NUMBER,
            NUMBER,
            times(TEXT, NUMBER, NUMBER, NUMBER, pending, consumers));
  }

  private static Part times(Part... parts) {
    return new Part.Times(List.of(parts));
  }
}
