package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.US_ASCII;

import holdfast.model.FailureException;
import java.io.ByteArrayOutputStream;
import java.util.function.IntPredicate;

/** Puts {@code DEFAULT} into rows of plain values, in the place of some columns' values. */
final class RowDefaults {
  private static final byte[] DEFAULT = "DEFAULT".getBytes(US_ASCII);

  private final byte[] sql;
  private final int length;
  private final ByteArrayOutputStream out;
  private int at;

  /**
   * @param sql an INSERT that {@link RowValues} has let pass
   * @param at where its rows begin
   */
  RowDefaults(byte[] sql, int length, int at) {
    this.sql = sql;
    this.length = length;
    this.at = at;
    this.out = new ByteArrayOutputStream(length);
    out.write(sql, 0, at);
  }

  /** The statement with them in these columns, counted from 0. */
  byte[] with(IntPredicate isDefault) throws FailureException {
    int column = -1; // Between rows.
    while (at < length) {
      byte c = sql[at];
      if (c == '(' && column < 0) {
        column = 0;
        copySign(isDefault.test(column));
      } else if (c == ')' && column >= 0) {
        column = -1;
        copySign(false);
      } else if (c == ',' && column >= 0) {
        column++;
        copySign(isDefault.test(column));
      } else if (c == '(' || c == ')') {
        throw StatementRules.refused("an INSERT with something else than plain values");
      } else {
        int end = endOfValue();
        if (column < 0 || !isDefault.test(column)) {
          out.write(sql, at, end - at);
        }
        at = end;
      }
    }
    return out.toByteArray();
  }

  private void copySign(boolean isDefaultNext) {
    out.write(sql[at++]);
    if (isDefaultNext) {
      out.writeBytes(DEFAULT);
    }
  }

  /** Of a text, or of all up to the next text or sign. */
  private int endOfValue() {
    int end = at;
    byte quote = sql[end++];
    if (quote != '\'' && quote != '"') {
      while (end < length && "(),'\"".indexOf(sql[end]) < 0) {
        end++;
      }
      return end;
    }
    while (end < length && sql[end] != quote) {
      end += sql[end] == '\\' ? 2 : 1;
    }
    return Math.min(end + 1, length);
  }
}
