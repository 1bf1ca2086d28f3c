package holdfast.model;

import java.util.regex.Pattern;

/**
 * A creation-ordered 96-bit identifier in 24 lower-case hex digits: 48 bits of milliseconds since
 * the epoch, then 48 bits that make it unique and ordered within its millisecond.
 *
 * <p>Comparing two keys as text compares their creation. The digits double as the paging cursor of
 * the wire contract.
 */
public record Key(String hex) implements Comparable<Key> {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{24}");

  public Key {
    if (!isKey(hex)) {
      throw new IllegalArgumentException("not a key of 24 hex digits: " + hex);
    }
  }

  /** Whether {@code text} has the form of a key. */
  public static boolean isKey(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public int compareTo(Key other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
