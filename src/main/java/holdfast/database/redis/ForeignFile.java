package holdfast.database.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/**
 * A file that is no RDB, as its first bytes give it away.
 *
 * @param beginning what they are, each byte a character
 * @param title with an article
 */
record ForeignFile(String beginning, String title) {
  private static final List<ForeignFile> KNOWN =
      List.of(
          new ForeignFile("*", "an append-only file (AOF)"),
          new ForeignFile("file ", "the manifest of an append-only file (AOF)"),
          new ForeignFile("{", "a JSON text"),
          new ForeignFile("[", "a JSON text"),
          new ForeignFile("<", "a web page or another XML text"),
          new ForeignFile("PGDMP", "an archive of pg_dump"),
          new ForeignFile("PK", "a zip file"),
          new ForeignFile("\u00fd7zXZ", "a file that is packed by xz"),
          new ForeignFile("BZh", "a file that is packed by bzip2"),
          new ForeignFile("\u001f\u008b", "a file that is packed by gzip twice"),
          new ForeignFile("(\u00b5/\u00fd", "a file that is packed by zstd twice"));

  /** In words. */
  static String titleOf(byte[] head) {
    String bytes = new String(head, ISO_8859_1);
    if (bytes.isEmpty()) {
      return "an empty file";
    }
    return KNOWN.stream()
        .filter(known -> bytes.startsWith(known.beginning()))
        .findFirst()
        .map(ForeignFile::title)
        .orElse("something else");
  }
}
