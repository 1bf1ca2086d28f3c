package holdfast.database.postgresql;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** In which character set an archive's texts are; its first entry says it. */
final class ArchiveEncoding {
  static final String KIND = "ENCODING";

  private static final Pattern STATEMENT = Pattern.compile("SET client_encoding = '(\\w+)';\\s*");

  private ArchiveEncoding() {}

  /**
   * What the entry says; UTF-8 where that is no character set, as SQL_ASCII, or none that is read.
   */
  static Charset of(String definition) {
    Matcher statement = STATEMENT.matcher(definition);
    String name = statement.matches() ? javaName(statement.group(1)) : "UTF-8";
    return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
  }

  /** Only of those in which the bytes of ASCII are what they are there. */
  private static String javaName(String name) {
    return switch (name) {
      case "EUC_JIS_2004" -> "EUC_JP";
      case "EUC_JP", "EUC_CN", "EUC_KR", "EUC_TW", "SJIS", "BIG5", "GBK", "GB18030" -> name;
      case "UHC" -> "windows-949";
      case "KOI8R" -> "KOI8-R";
      case "KOI8U" -> "KOI8-U";
      case "LATIN7" -> "ISO-8859-13";
      case "WIN866" -> "IBM866";
      default ->
          name.startsWith("LATIN")
              ? name
              : name.startsWith("WIN") || name.startsWith("ISO_8859_")
                  ? name.replace("WIN", "windows-").replace('_', '-')
                  : "UTF-8";
    };
  }
}
