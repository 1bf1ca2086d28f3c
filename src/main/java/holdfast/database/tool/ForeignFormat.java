package holdfast.database.tool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;

/** Guesses from its first bytes what a file is that is no dump of the kind expected. */
public final class ForeignFormat {
  /** So many bytes are enough for a guess. */
  public static final int HEAD_BYTES = 512;

  private static final int TAR_MAGIC_AT = 257;

  private ForeignFormat() {}

  /** In words, with an article. */
  public static String of(byte[] head) {
    String bytes = new String(head, ISO_8859_1);
    String text = bytes.strip().toLowerCase(Locale.ROOT);
    if (bytes.isEmpty()) {
      return "an empty file";
    }
    if (bytes.startsWith("ustar", TAR_MAGIC_AT)) {
      return bytes.startsWith("toc.dat") ? "a dump in tar format" : "a tar file";
    }
    if (text.startsWith("<")) {
      return "a web page or another XML text";
    }
    if (text.startsWith("{") || text.startsWith("[")) {
      return "a JSON text";
    }
    if (text.startsWith("--")
        || text.contains("create ")
        || text.contains("set statement_timeout")) {
      return "a plain SQL text";
    }
    return packed(bytes);
  }

  private static String packed(String bytes) {
    if (bytes.startsWith("PK")) {
      return "a zip file";
    }
    if (bytes.startsWith("\u00fd7zXZ")) {
      return "a file that is packed by xz";
    }
    if (bytes.startsWith("BZh")) {
      return "a file that is packed by bzip2";
    }
    if (bytes.startsWith("\u001f\u008b") || bytes.startsWith("(\u00b5/\u00fd")) {
      return "a file that is packed twice";
    }
    return "something else";
  }
}
