package holdfast.database;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Guesses from its first bytes what a file is that is no dump of the kind expected. */
final class ForeignFormat {
  /** So many bytes are enough for a guess. */
  static final int HEAD_BYTES = 512;

  private static final int TAR_MAGIC_AT = 257;

  /** BSON begins with its length in four bytes, and few documents have 64 KiB. */
  private static final Pattern BSON = Pattern.compile("(?s)..\0\0[\u0001-\u0013\u007f\u00ff].*");

  private static final Pattern APPEND_ONLY = Pattern.compile("(?s)\\*\\d+\\s.*");

  /** A beginning, each byte a character, and what it gives away. */
  private record Known(String beginning, String title) {}

  private static final List<Known> KNOWN =
      List.of(
          new Known("PGDMP", "an archive of pg_dump"),
          new Known("REDIS", "an RDB file of Redis"),
          new Known("VALKEY", "an RDB file of Valkey"),
          new Known("m\u00e2\u0099\u0081", "an archive of mongodump"),
          new Known("file ", "the manifest of an append-only file (AOF) of Redis"),
          new Known("PK", "a zip file"),
          new Known("\u00fd7zXZ", "a file that is packed by xz"),
          new Known("BZh", "a file that is packed by bzip2"),
          new Known("\u001f\u008b", "a file that is packed twice"),
          new Known("(\u00b5/\u00fd", "a file that is packed twice"));

  private ForeignFormat() {}

  /** In words, with an article. */
  static String of(byte[] head) {
    String bytes = new String(head, ISO_8859_1);
    if (bytes.isEmpty()) {
      return "an empty file";
    }
    if (bytes.startsWith("ustar", TAR_MAGIC_AT)) {
      return bytes.startsWith("toc.dat") ? "a dump in tar format" : "a tar file";
    }
    return KNOWN.stream()
        .filter(known -> bytes.startsWith(known.beginning()))
        .findFirst()
        .map(Known::title)
        .orElseGet(() -> unmarked(bytes));
  }

  private static String unmarked(String bytes) {
    String text = bytes.strip().toLowerCase(Locale.ROOT);
    if (APPEND_ONLY.matcher(bytes).matches()) {
      return "an append-only file (AOF) of Redis";
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
    return BSON.matcher(bytes).matches()
        ? "something else, perhaps the BSON file of one collection"
        : "something else";
  }
}
