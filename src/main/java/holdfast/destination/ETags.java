package holdfast.destination;

import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What S3 says of an object's content: in most places the MD5, or for several parts the MD5 of
 * their MD5s and their number. Under SSE-KMS and on some servers it is something else in the same
 * form, so that being unequal proves nothing by itself.
 */
final class ETags {
  private static final Pattern OF_PARTS = Pattern.compile("[0-9a-f]{32}-[0-9]+");

  private ETags() {}

  static String strip(@Nullable String etag) {
    return etag == null ? "" : etag.replace("\"", "");
  }

  static boolean isMd5(@Nullable String etag, byte[] md5) {
    return strip(etag).equals(HexFormat.of().formatHex(md5));
  }

  static String ofParts(byte[] md5OfMd5s, int parts) {
    return HexFormat.of().formatHex(md5OfMd5s) + "-" + parts;
  }

  /** Whether it says something else about parts than what was expected. */
  static boolean contradicts(@Nullable String etag, String expected) {
    String stripped = strip(etag);
    return OF_PARTS.matcher(stripped).matches() && !stripped.equals(expected);
  }
}
