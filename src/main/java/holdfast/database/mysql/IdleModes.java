package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import holdfast.database.mysql.Tokens.Token;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Modes that change nothing of what is made under them. MySQL 8 knows them no more, and older
 * servers, and MariaDB, have one of them in each definition of a routine, trigger or event.
 */
final class IdleModes {
  /** Those that make no accounts by themselves, and that let SHOW leave something out. */
  private static final Set<String> IDLE =
      Set.of("NO_AUTO_CREATE_USER", "NO_FIELD_OPTIONS", "NO_KEY_OPTIONS", "NO_TABLE_OPTIONS");

  private IdleModes() {}

  /** Runs a setting of a dump; without such modes where the server does not take it as it is. */
  static void set(MysqlSession session, byte[] statement, int length) throws SQLException {
    try {
      session.execute(statement, length);
    } catch (SQLException e) {
      Optional<List<String>> modes = modes(statement, length);
      if (e.getErrorCode() != MysqlFailures.WRONG_VALUE || modes.isEmpty()) {
        throw e;
      }
      session.execute(
          "SET SESSION sql_mode = "
              + Sql.text(
                  modes.get().stream()
                      .filter(mode -> !IDLE.contains(mode))
                      .collect(Collectors.joining(","))));
    }
  }

  /** Of a statement that sets them and nothing else. */
  private static Optional<List<String>> modes(byte[] statement, int length) {
    List<Token> tokens = Tokens.of(statement, length, 5);
    if (tokens.size() != 4 || !tokens.get(1).isWord("SQL_MODE")) {
      return Optional.empty();
    }
    Token list = tokens.get(3);
    String text = new String(statement, list.start(), list.end() - list.start(), ISO_8859_1);
    return text.matches("'[A-Z0-9_,]+'")
        ? Optional.of(Arrays.asList(text.substring(1, text.length() - 1).split(",")))
        : Optional.empty();
  }
}
