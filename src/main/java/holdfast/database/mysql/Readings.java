package holdfast.database.mysql;

import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Sees to it that the server reads each statement of a dump as it was looked at, whatever the dump
 * has set sql_mode and the character set to: they change where a text ends. For one thread.
 */
final class Readings {
  /** In others a byte of a quote or a backslash may be the half of a letter. */
  private static final Set<String> PLAIN_CHARSETS =
      Set.of("utf8mb4", "utf8mb3", "utf8", "latin1", "ascii", "binary");

  private static final String SUBTRACTING = "NO_UNSIGNED_SUBTRACTION";

  private final MysqlSession session;
  private boolean isChanged = true;
  private String settings = "";
  private boolean isPlain;
  private final List<String> lenient;
  private boolean isLenient;

  Readings(MysqlSession session) throws SQLException {
    this.session = session;
    this.lenient = lenient(session.text("SELECT @@GLOBAL.sql_mode"));
  }

  /**
   * Under which tables and rows come back that were there: else a date that is none, like a 30th of
   * February, would be kept as one of zeros, and a generated column whose server lets unsigned
   * numbers be subtracted to less than zero be refused.
   */
  private static List<String> lenient(String given) {
    return given.contains(SUBTRACTING)
        ? List.of("ALLOW_INVALID_DATES", SUBTRACTING)
        : List.of("ALLOW_INVALID_DATES");
  }

  /** The modes that come to the dump's own for its tables and rows. */
  List<String> lenient() {
    return List.copyOf(lenient);
  }

  /** To be called before each statement is run. */
  void require(StatementKind kind, byte[] statement, int length)
      throws SQLException, FailureException {
    switch (kind) {
      case NOTHING -> {}
      case SETTING -> isChanged = true;
      case OBJECT, TRIGGER, EVENT, ROWS, DATABASE_CHARSET -> requireSame(kind, statement, length);
    }
  }

  private void requireSame(StatementKind kind, byte[] statement, int length)
      throws SQLException, FailureException {
    if (isChanged) {
      look();
      isChanged = false;
    }
    if (isPlain) {
      if (!isLenient && (kind == StatementKind.ROWS || isTable(kind, statement, length))) {
        session.execute(
            "SET SESSION sql_mode = CONCAT(@@sql_mode, ',%s')"
                .formatted(String.join(",", lenient)));
        isLenient = true;
      }
      return;
    }
    if (kind == StatementKind.ROWS) {
      throw StatementRules.refused("rows under " + settings);
    }
    if (isTable(kind, statement, length)
        || !isUnmistakable(statement, StatementRules.headLength(statement, length))) {
      throw StatementRules.refused("a definition under " + settings);
    }
  }

  private static boolean isTable(StatementKind kind, byte[] statement, int length) {
    return kind == StatementKind.OBJECT && StatementRules.isTable(statement, length);
  }

  private void look() throws SQLException {
    String modes = session.text("SELECT @@sql_mode");
    isLenient = Arrays.asList(modes.split(",")).containsAll(lenient);
    String charset = session.text("SELECT @@character_set_client");
    settings = "the sql_mode '%s' in %s".formatted(modes, charset);
    isPlain =
        !modes.contains("NO_BACKSLASH_ESCAPES")
            && !modes.contains("ANSI")
            && PLAIN_CHARSETS.contains(charset);
  }

  /** Without backslashes, which alone are read in two ways; names may be in double quotes. */
  private static boolean isUnmistakable(byte[] statement, int headLength) {
    for (int i = 0; i < headLength; i++) {
      boolean isHalf = i > 0 && statement[i - 1] < 0 && statement[i] == '`';
      if (statement[i] == '\\' || isHalf) {
        return false;
      }
    }
    return true;
  }
}
