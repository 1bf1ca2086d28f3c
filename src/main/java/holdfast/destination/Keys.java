package holdfast.destination;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.util.regex.Pattern;

/**
 * The form of keys, checked by every driver before it touches anything: a key may come from a
 * manifest in a bucket that others can write to, and {@code ../../etc} must lead nowhere.
 */
public final class Keys {
  /** Leaves room for a destination's prefix within the 1024 bytes that S3 allows. */
  private static final int KEY_LIMIT = 900;

  /** Leaves room for what a driver adds to a file's name within the 255 bytes of a file system. */
  private static final String SEGMENT = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}";

  private static final Pattern KEY = Pattern.compile(SEGMENT + "(/" + SEGMENT + ")*");
  private static final Pattern PREFIX = Pattern.compile("(" + SEGMENT + "/)*(" + SEGMENT + ")?");

  private Keys() {}

  /** Whether {@code text} can be a key. */
  public static boolean isKey(String text) {
    return text.length() <= KEY_LIMIT && KEY.matcher(text).matches();
  }

  /**
   * @throws FailureException {@code DESTINATION_INVALID} when {@code key} cannot be one
   */
  public static void check(String key) throws FailureException {
    if (!isKey(key)) {
      throw refusal("object key", key);
    }
  }

  /**
   * @throws FailureException {@code DESTINATION_INVALID} when no key can start with {@code prefix}
   */
  public static void checkPrefix(String prefix) throws FailureException {
    if (prefix.length() > KEY_LIMIT || !PREFIX.matcher(prefix).matches()) {
      throw refusal("prefix of object keys", prefix);
    }
  }

  private static FailureException refusal(String what, String text) {
    return new FailureException(
        FailureCode.DESTINATION_INVALID,
        "not a valid " + what + ": '" + text + "'",
        "Keys are segments of letters, digits, '.', '_' and '-' that do not begin with a dot,"
            + " joined by single slashes.");
  }
}
