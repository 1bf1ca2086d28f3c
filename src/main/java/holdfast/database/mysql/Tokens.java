package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A statement's words, names and signs, also those in versioned comments. Reads bytes as Latin-1,
 * so that places in the text are places in the bytes.
 */
final class Tokens {
  private static final int HEAD_BYTES = 1 << 20;

  enum Kind {
    WORD,
    NAME,
    TEXT,
    SIGN
  }

  /**
   * One of them.
   *
   * @param text a word in capitals, a name without its quotes, a sign; of a text nothing
   */
  record Token(Kind kind, String text, int start, int end) {
    boolean isWord(String word) {
      return kind == Kind.WORD && text.equals(word);
    }

    boolean isSign(char sign) {
      return kind == Kind.SIGN && text.charAt(0) == sign;
    }

    boolean isName() {
      return kind == Kind.NAME || kind == Kind.WORD;
    }
  }

  private final String sql;
  private final int max;
  private final List<Token> found = new ArrayList<>();
  private int at;

  private Tokens(String sql, int max) {
    this.sql = sql;
    this.max = max;
  }

  /** The first of a statement, so many at most. */
  static List<Token> of(byte[] statement, int length, int max) {
    Tokens tokens = new Tokens(new String(statement, 0, length, ISO_8859_1), max);
    tokens.read();
    return tokens.found;
  }

  /** The same of the first mebibyte, for statements that may hold huge rows. */
  static List<Token> head(byte[] statement, int length, int max) {
    return of(statement, Math.min(length, HEAD_BYTES), max);
  }

  private void read() {
    while (at < sql.length() && found.size() < max) {
      char c = sql.charAt(at);
      if (c <= ' ') {
        at++;
      } else if (sql.startsWith("/*", at)) {
        comment();
      } else if (sql.startsWith("*/", at)) {
        at += 2; // Of a versioned comment.
      } else if (c == '#' || (sql.startsWith("--", at) && isBlank(charAt(at + 2)))) {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end + 1;
      } else if (c == '`' || c == '\'' || c == '"') {
        quoted(c);
      } else if (isWordPart(c)) {
        word();
      } else {
        found.add(new Token(Kind.SIGN, sql.substring(at, at + 1), at, at + 1));
        at++;
      }
    }
  }

  private void comment() {
    int code = sql.startsWith("/*M!", at) ? at + 4 : sql.startsWith("/*!", at) ? at + 3 : -1;
    if (code < 0) {
      int end = sql.indexOf("*/", at + 2);
      at = end < 0 ? sql.length() : end + 2;
      return;
    }
    at = code;
    while (Character.isDigit(charAt(at))) {
      at++;
    }
  }

  private void quoted(char quote) {
    int start = at++;
    StringBuilder name = new StringBuilder();
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == '\\' && quote != '`') {
        at++;
      } else if (c == quote) {
        if (charAt(at + 1) != quote) {
          break;
        }
        at++;
      }
      name.append(charAt(at++));
    }
    at++;
    Kind kind = quote == '`' ? Kind.NAME : Kind.TEXT;
    found.add(
        new Token(
            kind, kind == Kind.NAME ? name.toString() : "", start, Math.min(at, sql.length())));
  }

  private void word() {
    int start = at;
    while (at < sql.length() && isWordPart(sql.charAt(at))) {
      at++;
    }
    found.add(new Token(Kind.WORD, sql.substring(start, at).toUpperCase(Locale.ROOT), start, at));
  }

  private char charAt(int index) {
    return index < sql.length() ? sql.charAt(index) : ' ';
  }

  private static boolean isBlank(char c) {
    return c <= ' ' || c == 0x7f;
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c >= 0x80;
  }
}
