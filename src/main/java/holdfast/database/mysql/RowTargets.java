package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.database.mysql.Tokens.Token;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.List;

/**
 * Sees to it that rows go into plain tables of the fresh schema: a view, or a trigger that is there
 * before the rows are, would take them, or what else a hostile dump says, into the target before it
 * is to be touched. For one thread.
 */
final class RowTargets {
  private final MysqlSession session;
  private final String schema;
  private String known = "";

  RowTargets(MysqlSession session, String schema) {
    this.session = session;
    this.schema = schema;
  }

  /** To be called before each statement is run. */
  void require(StatementKind kind, byte[] statement, int length)
      throws SQLException, FailureException {
    if (kind != StatementKind.ROWS) {
      known = "";
      return;
    }
    String table = table(statement, length);
    if (!table.equals(known)) {
      known = table;
      requirePlain(new String(table.getBytes(ISO_8859_1), UTF_8));
    }
  }

  /** Into which table the last rows go: the bytes of its name as Latin-1. */
  String table() {
    return known;
  }

  private void requirePlain(String table) throws SQLException, FailureException {
    String isPlain =
        """
        SELECT COUNT(*) = 1 FROM information_schema.TABLES
        WHERE TABLE_SCHEMA = %1$s AND TABLE_NAME = %2$s AND TABLE_TYPE <> 'VIEW'
          AND (@@lower_case_table_names > 0 OR BINARY TABLE_NAME = BINARY %2$s)
          AND NOT EXISTS (SELECT 1 FROM information_schema.TRIGGERS
            WHERE EVENT_OBJECT_SCHEMA = %1$s AND EVENT_OBJECT_TABLE = %2$s
              AND (@@lower_case_table_names > 0 OR BINARY EVENT_OBJECT_TABLE = BINARY %2$s))
        """
            .formatted(Sql.text(schema), Sql.text(table));
    if (!session.truth(isPlain)) {
      throw StatementRules.refused("rows for a view, or for a table that has triggers already");
    }
  }

  /** As bytes that it is: in a dump, of UTF-8. */
  private static String table(byte[] statement, int length) {
    List<Token> tokens = Tokens.of(statement, length, 6);
    int at = 1;
    while (at < tokens.size() - 1
        && tokens.get(at).kind() == Tokens.Kind.WORD
        && isModifier(tokens.get(at))) {
      at++;
    }
    Token name = tokens.get(at);
    return name.kind() == Tokens.Kind.NAME
        ? name.text()
        : new String(statement, name.start(), name.end() - name.start(), ISO_8859_1);
  }

  private static boolean isModifier(Token token) {
    return token.isWord("INTO")
        || token.isWord("IGNORE")
        || token.isWord("DELAYED")
        || token.isWord("LOW_PRIORITY")
        || token.isWord("HIGH_PRIORITY");
  }
}
