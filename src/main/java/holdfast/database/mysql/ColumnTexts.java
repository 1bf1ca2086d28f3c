package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.BitSet;
import java.util.function.Predicate;

/** Looks at the values of one column in the rows of an INSERT of plain values. */
final class ColumnTexts {
  private final byte[] sql;
  private final int length;
  private int at;

  /**
   * @param sql an INSERT that {@link RowValues} has let pass
   * @param at where its rows begin
   */
  ColumnTexts(byte[] sql, int length, int at) {
    this.sql = sql;
    this.length = length;
    this.at = at;
  }

  /**
   * The numbers of the rows, counted from 1, that have such a value; the column is counted from 0.
   *
   * @param isWanted is asked of values as they are written, bytes as Latin-1
   */
  BitSet rowsOf(int wanted, Predicate<String> isWanted) {
    BitSet rows = new BitSet();
    int row = 0;
    int column = 0;
    int start = at;
    for (; at < length; at++) {
      byte c = sql[at];
      if (c == '(') {
        row++;
        column = 0;
        start = at + 1;
      } else if (c == ',' || c == ')') {
        if (column == wanted && isWanted.test(new String(sql, start, at - start, ISO_8859_1))) {
          rows.set(row);
        }
        column++;
        start = at + 1;
      } else if (c == '\'' || c == '"') {
        skipText(c);
      }
    }
    return rows;
  }

  /** Up to its last quote. */
  private void skipText(byte quote) {
    at++;
    while (at < length && sql[at] != quote) {
      at += sql[at] == '\\' ? 2 : 1;
    }
  }
}
