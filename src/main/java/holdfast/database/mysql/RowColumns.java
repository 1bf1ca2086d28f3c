package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.database.mysql.Tokens.Token;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The columns of a schema's tables, and which of them the rows of an INSERT have. For one thread.
 */
final class RowColumns {
  private static final int MAX_HEAD_TOKENS = 9000;

  private static final String FLOAT_END =
      """
      IF(DATA_TYPE = 'float' AND NUMERIC_SCALE IS NOT NULL,
        POW(10, NUMERIC_PRECISION - NUMERIC_SCALE) - POW(10, -NUMERIC_SCALE), 0)
      """;

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  /**
   * One of a table.
   *
   * @param least what a {@code FLOAT(M,D)} takes without a warning; 0 for others
   * @param largest the same at the other end
   */
  record Column(
      String name,
      boolean isGenerated,
      boolean isInvisible,
      boolean isEnum,
      double least,
      double largest) {
    /**
     * Whether a server that warns of a value keeps it: the empty text of an ENUM that has no such
     * member, and what is an end of a column's range but for what a FLOAT cannot hold anyway.
     *
     * @param value as it is written in an INSERT
     */
    boolean isKept(String value) {
      return isEnum
          ? value.equals("''") || value.equals("\"\"")
          : largest > 0 && NUMBER.matcher(value).matches() && isAnEnd(Float.parseFloat(value));
    }

    private boolean isAnEnd(float value) {
      return value == (float) least || value == (float) largest;
    }
  }

  /**
   * What an INSERT has.
   *
   * @param named its columns, in their order
   * @param at where its rows begin
   */
  record Rows(List<Column> named, int at) {}

  private final MysqlSession session;
  private final String schema;
  private String known = "";
  private List<Column> columns = List.of();

  RowColumns(MysqlSession session, String schema) {
    this.session = session;
    this.schema = schema;
  }

  /** To be called when a table may have been made. */
  void forget() {
    known = "";
  }

  /**
   * All of a table.
   *
   * @param table the bytes of its name as Latin-1
   */
  List<Column> of(String table) throws SQLException {
    if (!table.equals(known)) {
      columns = columns(new String(table.getBytes(ISO_8859_1), UTF_8));
      known = table;
    }
    return columns;
  }

  /** Those of an INSERT into it. */
  Rows of(String table, byte[] statement, int length) throws SQLException {
    List<Column> all = of(table);
    List<Token> head = Tokens.upTo("VALUES", statement, length, MAX_HEAD_TOKENS);
    return new Rows(named(all, head.subList(0, head.size() - 1)), head.getLast().end());
  }

  private List<Column> columns(String table) throws SQLException {
    return session.rows(
        row ->
            new Column(
                row.getString(1),
                row.getBoolean(2),
                row.getBoolean(3),
                row.getBoolean(4),
                row.getDouble(5),
                row.getDouble(6)),
        """
        SELECT COLUMN_NAME, COALESCE(GENERATION_EXPRESSION, '') <> '', EXTRA LIKE '%%INVISIBLE%%',
          DATA_TYPE = 'enum', IF(COLUMN_TYPE LIKE '%%unsigned%%', 0, -FLOAT_END), FLOAT_END
        FROM information_schema.COLUMNS
        WHERE TABLE_SCHEMA = %1$s AND TABLE_NAME = %2$s
          AND (@@lower_case_table_names > 0 OR BINARY TABLE_NAME = BINARY %2$s)
        ORDER BY ORDINAL_POSITION
        """
            .replace("FLOAT_END", FLOAT_END)
            .formatted(Sql.text(schema), Sql.text(table)));
  }

  private static List<Column> named(List<Column> all, List<Token> head) {
    List<Column> named = new ArrayList<>();
    boolean isList = false;
    for (Token token : head) {
      if (isList && token.isName()) {
        String name = new String(token.text().getBytes(ISO_8859_1), UTF_8);
        named.addAll(all.stream().filter(it -> it.name().equalsIgnoreCase(name)).toList());
      }
      isList |= token.isSign('(');
    }
    return isList ? named : all.stream().filter(column -> !column.isInvisible()).toList();
  }
}
