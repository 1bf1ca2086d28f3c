package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;
import java.util.regex.Pattern;

/** Follows what a text of SQL sets sql_mode to, for that changes how quotes are read. */
final class SqlModes {
  private static final int MAX_LENGTH = 2000;
  private static final Pattern SETS_MODE =
      Pattern.compile("\\bSET\\b.*\\bSQL_MODE\\s*=\\s*([^,]*)", Pattern.DOTALL);

  private boolean noBackslashEscapes;
  private boolean ansiQuotes;

  boolean noBackslashEscapes() {
    return noBackslashEscapes;
  }

  boolean ansiQuotes() {
    return ansiQuotes;
  }

  /** A variable as the value means one that was saved before, which in a dump is a plain mode. */
  void follow(byte[] statement, int length) {
    if (length > MAX_LENGTH) {
      return;
    }
    String text = new String(statement, 0, length, ISO_8859_1).toUpperCase(Locale.ROOT);
    if (SETS_MODE.matcher(text).find()) {
      boolean isAnsi = text.contains("ANSI");
      noBackslashEscapes = text.contains("NO_BACKSLASH_ESCAPES");
      ansiQuotes = isAnsi || text.contains("ORACLE") || text.contains("DB2");
    }
  }
}
