package holdfast.database.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first bytes of an RDB.
 *
 * @param version of the format; RESTORE wants to be told it, too
 */
record RdbHeader(int version, String text) {
  static final int SIZE = 9;

  /** Of which nothing is known yet. */
  static final RdbHeader NONE = new RdbHeader(0, "");

  /** The first to end with a checksum. */
  private static final int OLDEST = 5;

  private static final Pattern FORM = Pattern.compile("REDIS(\\d{4})|VALKEY(\\d{3})");

  /** Valkey's own format, which it has since its version 9. */
  boolean isOfValkey() {
    return text.startsWith("VALKEY");
  }

  /** Like {@code RDB 12}. */
  String title() {
    return (isOfValkey() ? "Valkey RDB " : "RDB ") + version;
  }

  static boolean isOne(byte[] bytes) {
    return FORM.matcher(new String(bytes, ISO_8859_1)).matches();
  }

  byte[] bytes() {
    return text.getBytes(ISO_8859_1);
  }

  static RdbHeader of(byte[] bytes) throws MalformedRdb {
    String text = new String(bytes, ISO_8859_1);
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new MalformedRdb("it does not begin as an RDB does");
    }
    String digits = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    int version = Integer.parseInt(digits);
    if (version < OLDEST) {
      throw new MalformedRdb("its version " + version + " is too old");
    }
    return new RdbHeader(version, text);
  }
}
