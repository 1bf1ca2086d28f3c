package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import holdfast.database.mysql.Tokens.Token;
import holdfast.model.FailureException;
import java.util.List;
import java.util.Set;

/**
 * Looks at an {@code INSERT}: it may hold nothing but a table of this database, columns and literal
 * values. A subquery or a function would read what the restoring user may read.
 */
final class RowValues {
  private static final int HEAD_TOKENS = 9000;
  private static final Set<String> WORDS =
      Set.of("NULL", "_BINARY", "_UTF8MB4", "_UTF8MB3", "_UTF8", "_LATIN1", "B", "X", "N");

  private final byte[] sql;
  private final int length;
  private int at;

  private RowValues(byte[] sql, int length, int at) {
    this.sql = sql;
    this.length = length;
    this.at = at;
  }

  static void check(byte[] sql, int length) throws FailureException {
    List<Token> head = Tokens.upTo("VALUES", sql, length, HEAD_TOKENS);
    int values = 1;
    while (values < head.size() && !head.get(values).isWord("VALUES")) {
      Token token = head.get(values);
      boolean isAllowed =
          token.isName() || token.isSign('(') || token.isSign(')') || token.isSign(',');
      if (!isAllowed || token.isWord("SELECT") || token.isWord("SET")) {
        throw StatementRules.refused("an INSERT that is not of plain values");
      }
      values++;
    }
    if (values == head.size()) {
      throw StatementRules.refused("an INSERT without VALUES");
    }
    if (!OneReading.isBare(sql, head, values + 1)) {
      throw StatementRules.refused("an INSERT with a comment");
    }
    new RowValues(sql, length, head.get(values).end()).checkValues();
  }

  private void checkValues() throws FailureException {
    while (at < length) {
      int c = sql[at];
      if (c == '\'' || c == '"') {
        skipText(c);
      } else if (isWordPart(c)) {
        checkWord();
      } else if (c <= ' ' || c == '(' || c == ')' || c == ',' || c == '-' || c == '+' || c == '.') {
        at++;
      } else {
        throw StatementRules.refused("an INSERT with something else than plain values");
      }
    }
  }

  private void skipText(int quote) {
    int end = at + 1;
    while (end < length && sql[end] != quote) {
      end += sql[end] == '\\' ? 2 : 1;
    }
    at = end + 1;
  }

  /** A number, also a hexadecimal one; or one of few words. */
  private void checkWord() throws FailureException {
    int start = at;
    while (at < length && isWordPart(sql[at])) {
      at++;
    }
    if (sql[start] >= '0' && sql[start] <= '9') {
      return;
    }
    String word =
        new String(sql, start, Math.min(at - start, 20), ISO_8859_1)
            .toUpperCase(java.util.Locale.ROOT);
    if (!WORDS.contains(word)) {
      throw StatementRules.refused("an INSERT with something else than plain values: " + word);
    }
  }

  private static boolean isWordPart(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
}
