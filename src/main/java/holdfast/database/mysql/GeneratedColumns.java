package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.database.mysql.Tokens.Token;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which values of a dump's rows are those of generated columns: mariadb-dump writes them, MySQL
 * takes none. For one thread.
 */
final class GeneratedColumns {
  private static final int MAX_HEAD_TOKENS = 9000;

  private record Column(String name, boolean isGenerated, boolean isInvisible) {}

  private final MysqlSession session;
  private final String schema;
  private final boolean areRefused;
  private String known = "";
  private List<Column> columns = List.of();

  /**
   * @param areRefused whether the server takes no values of theirs
   */
  GeneratedColumns(MysqlSession session, String schema, boolean areRefused) {
    this.session = session;
    this.schema = schema;
    this.areRefused = areRefused;
  }

  /**
   * The same rows with {@code DEFAULT} for those values; empty where there are none.
   *
   * @param table the bytes of its name as Latin-1
   */
  Optional<byte[]> leftOut(String table, byte[] statement, int length)
      throws SQLException, FailureException {
    if (!areRefused) {
      return Optional.empty();
    }
    if (!table.equals(known)) {
      known = table;
      columns = columns(new String(table.getBytes(ISO_8859_1), UTF_8));
    }
    if (columns.stream().noneMatch(Column::isGenerated)) {
      return Optional.empty();
    }
    List<Token> head = Tokens.head(statement, length, MAX_HEAD_TOKENS);
    int values = 0;
    while (!head.get(values).isWord("VALUES")) {
      values++;
    }
    List<Column> named = named(head.subList(0, values));
    return Optional.of(
        new RowDefaults(statement, length, head.get(values).end())
            .with(column -> column < named.size() && named.get(column).isGenerated()));
  }

  /** To be called when a table may have been made. */
  void forget() {
    known = "";
  }

  private List<Column> columns(String table) throws SQLException {
    return session.rows(
        row -> new Column(row.getString(1), row.getBoolean(2), row.getBoolean(3)),
        """
        SELECT COLUMN_NAME, GENERATION_EXPRESSION <> '', EXTRA LIKE '%%INVISIBLE%%'
        FROM information_schema.COLUMNS
        WHERE TABLE_SCHEMA = %1$s AND TABLE_NAME = %2$s
          AND (@@lower_case_table_names > 0 OR BINARY TABLE_NAME = BINARY %2$s)
        ORDER BY ORDINAL_POSITION
        """
            .formatted(Sql.text(schema), Sql.text(table)));
  }

  /** Those that the rows have, in their order. */
  private List<Column> named(List<Token> head) {
    List<Column> named = new ArrayList<>();
    boolean isList = false;
    for (Token token : head) {
      if (isList && token.isName()) {
        String name = new String(token.text().getBytes(ISO_8859_1), UTF_8);
        named.addAll(columns.stream().filter(it -> it.name().equalsIgnoreCase(name)).toList());
      }
      isList |= token.isSign('(');
    }
    return isList ? named : columns.stream().filter(column -> !column.isInvisible()).toList();
  }
}
