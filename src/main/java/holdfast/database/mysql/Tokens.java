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

  private final byte[] sql;
  private final int length;
  private final List<Token> found = new ArrayList<>();
  private int at;

  private Tokens(byte[] sql, int length) {
    this.sql = sql;
    this.length = length;
  }

  /** The first of a statement, so many at most. */
  static List<Token> of(byte[] statement, int length, int max) {
    return new Tokens(statement, length).read(max, "");
  }

  /** The same, but none after a word, where it is among them: it is the last one then. */
  static List<Token> upTo(String word, byte[] statement, int length, int max) {
    return new Tokens(statement, length).read(max, word);
  }

  private List<Token> read(int max, String last) {
    while (found.size() < max && (found.isEmpty() || !found.getLast().isWord(last))) {
      if (!advance()) {
        break;
      }
    }
    return found;
  }

  /** Finds one more; answers whether there was one. */
  private boolean advance() {
    int before = found.size();
    while (at < length && found.size() == before) {
      int c = byteAt(at);
      if (c <= ' ') {
        at++;
      } else if (c == '/' && byteAt(at + 1) == '*') {
        comment();
      } else if (c == '*' && byteAt(at + 1) == '/') {
        at += 2; // Of a versioned comment.
      } else if (c == '#' || (c == '-' && byteAt(at + 1) == '-' && isBlank(byteAt(at + 2)))) {
        skipLine();
      } else if (c == '`' || c == '\'' || c == '"') {
        quoted(c);
      } else if (isWordPart(c)) {
        word();
      } else {
        found.add(new Token(Kind.SIGN, text(at, at + 1), at, at + 1));
        at++;
      }
    }
    return found.size() > before;
  }

  private void comment() {
    int mark = byteAt(at + 2) == 'M' ? at + 3 : at + 2;
    if (byteAt(mark) != '!') {
      skipComment();
      return;
    }
    at = mark + 1;
    while (Character.isDigit(byteAt(at))) {
      at++;
    }
  }

  private void skipComment() {
    at += 2;
    while (at < length && !(sql[at] == '*' && byteAt(at + 1) == '/')) {
      at++;
    }
    at = Math.min(at + 2, length);
  }

  private void skipLine() {
    while (at < length && sql[at] != '\n') {
      at++;
    }
  }

  private void quoted(int quote) {
    int start = at++;
    while (at < length) {
      int c = byteAt(at);
      boolean isDoubled = c == quote && byteAt(at + 1) == quote;
      if (c == quote && !isDoubled) {
        break;
      }
      at += isDoubled || (c == '\\' && quote != '`') ? 2 : 1;
    }
    int end = Math.min(at, length);
    at = Math.min(at + 1, length);
    found.add(
        quote == '`'
            ? new Token(Kind.NAME, text(start + 1, end).replace("``", "`"), start, at)
            : new Token(Kind.TEXT, "", start, at));
  }

  private void word() {
    int start = at;
    while (at < length && isWordPart(byteAt(at))) {
      at++;
    }
    found.add(new Token(Kind.WORD, text(start, at).toUpperCase(Locale.ROOT), start, at));
  }

  private String text(int from, int to) {
    return new String(sql, from, to - from, ISO_8859_1);
  }

  private int byteAt(int index) {
    return index < length ? sql[index] & 0xff : ' ';
  }

  private static boolean isBlank(int c) {
    return c <= ' ' || c == 0x7f;
  }

  private static boolean isWordPart(int c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c >= 0x80;
  }
}
