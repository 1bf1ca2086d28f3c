package holdfast.database.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes SQL as pg_dump writes it apart into statements and tokens. Strict: at the first thing that
 * pg_dump would not write so (a comment, a dollar quote, another escape, no end) it stops, and says
 * that the statement is not whole. Whoever reads an archive from elsewhere so never takes for one
 * statement what a server would take for two.
 */
final class StatementScanner {
  private static final int WORDS_SHOWN = 8;

  /** What a decoder puts where bytes are no text in the encoding that we read. */
  private static final char UNREADABLE = '\uFFFD';

  /** WORD: not quoted; NAME: in double quotes; TEXT: in single ones. */
  enum Kind {
    WORD,
    NAME,
    TEXT,
    NUMBER,
    SIGN
  }

  /**
   * The smallest part of a statement.
   *
   * @param text without quotes and escapes
   */
  record Token(Kind kind, String text) {}

  /**
   * One statement, without its semicolon.
   *
   * @param isWhole whether all of it was understood
   */
  record Statement(List<Token> tokens, boolean isWhole) {
    Statement {
      tokens = List.copyOf(tokens);
    }

    /** How it begins, for people: without names and values, which may be long or secret. */
    String beginning() {
      return tokens.stream()
          .takeWhile(token -> token.kind() != Kind.TEXT)
          .filter(token -> token.kind() == Kind.WORD)
          .limit(WORDS_SHOWN)
          .map(token -> token.text().substring(0, Math.min(63, token.text().length())))
          .collect(Collectors.joining(" "));
    }
  }

  private final String sql;
  private final boolean backslashEscapes;
  private int at;

  private StatementScanner(String sql, boolean backslashEscapes) {
    this.sql = sql;
    this.backslashEscapes = backslashEscapes;
  }

  /**
   * All statements; after one that is not whole there are no more.
   *
   * @param standardStrings whether a backslash in a text is nothing but that
   */
  static List<Statement> statements(String sql, boolean standardStrings) {
    StatementScanner scanner = new StatementScanner(sql, !standardStrings);
    List<Statement> statements = new ArrayList<>();
    while (scanner.skipSpace()) {
      statements.add(scanner.statement());
    }
    return statements;
  }

  private Statement statement() {
    List<Token> tokens = new ArrayList<>();
    while (skipSpace()) {
      if (sql.charAt(at) == ';') {
        at++;
        return new Statement(tokens, true);
      }
      Token token = token();
      if (token == null) {
        break;
      }
      tokens.add(token);
    }
    at = sql.length();
    return new Statement(tokens, false);
  }

  /** Whether there is anything behind it. */
  private boolean skipSpace() {
    while (at < sql.length() && " \n\r\t".indexOf(sql.charAt(at)) >= 0) {
      at++;
    }
    return at < sql.length();
  }

  private @Nullable Token token() {
    char c = sql.charAt(at);
    if (c == '"') {
      return quoted(Kind.NAME, false);
    }
    if (c == '\'') {
      return quoted(Kind.TEXT, backslashEscapes);
    }
    if (sql.startsWith("E'", at)) {
      at++;
      return quoted(Kind.TEXT, true);
    }
    if (isLetter(c)) {
      return run(Kind.WORD);
    }
    if (isDigit(c)) {
      return run(Kind.NUMBER);
    }
    if (c == '=' || c == ',') {
      at++;
      return new Token(Kind.SIGN, Character.toString(c));
    }
    return null;
  }

  private Token run(Kind kind) {
    int start = at;
    while (at < sql.length()
        && (isDigit(sql.charAt(at)) || (kind == Kind.WORD && isLetter(sql.charAt(at))))) {
      at++;
    }
    return new Token(kind, sql.substring(start, at));
  }

  private @Nullable Token quoted(Kind kind, boolean escapes) {
    char quote = sql.charAt(at++);
    StringBuilder text = new StringBuilder();
    while (at < sql.length()) {
      char c = sql.charAt(at++);
      if (c == 0 || c == UNREADABLE) {
        return null;
      }
      boolean isDoubled = at < sql.length() && sql.charAt(at) == c;
      if (c == quote && !isDoubled) {
        return new Token(kind, text.toString());
      }
      if (c == quote || (c == '\\' && escapes)) {
        if (!isDoubled) {
          return null;
        }
        at++;
      }
      text.append(c);
    }
    return null;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
