package holdfast.database.mysql;

import java.util.BitSet;

/** Finds the empty texts of one column in the rows of an INSERT of plain values. */
final class EmptyTexts {
  private final byte[] sql;
  private final int length;
  private int at;

  /**
   * @param sql an INSERT that {@link RowValues} has let pass
   * @param at where its rows begin
   */
  EmptyTexts(byte[] sql, int length, int at) {
    this.sql = sql;
    this.length = length;
    this.at = at;
  }

  /** The numbers of the rows that have one, counted from 1; the column is counted from 0. */
  BitSet rowsOf(int wanted) {
    BitSet rows = new BitSet();
    int row = 0;
    int column = 0;
    while (at < length) {
      byte c = sql[at];
      if (c == '(') {
        row++;
        column = 0;
      } else if (c == ',') {
        column++;
      } else if (c == '\'' || c == '"') {
        int start = at;
        skipText(c);
        if (column == wanted && at == start + 1) {
          rows.set(row);
        }
      }
      at++;
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
