package holdfast.database.mysql;

import holdfast.database.mysql.Tokens.Token;
import java.util.List;
import java.util.Set;

/**
 * What mysqldump writes for a new replica where its server numbers its transactions: the numbers,
 * and that the replica shall not log the restore. Neither is wanted of a restore into a server that
 * has a life of its own, and the first would reach beyond the database.
 */
final class ReplicationSettings {
  private static final String LOG = "SET @ @ SESSION . SQL_LOG_BIN = ";
  private static final String SAVED = "@ MYSQLDUMP_TEMP_LOG_BIN";
  private static final String NUMBERS = "SET @ @ GLOBAL . GTID_PURGED = ";

  /** A text among the words is a blank; the plus is for MySQL 8. */
  private static final Set<String> KNOWN =
      Set.of(
          "SET " + SAVED + " = @ @ SESSION . SQL_LOG_BIN",
          LOG + "0",
          LOG + SAVED,
          NUMBERS,
          NUMBERS + " ");

  private ReplicationSettings() {}

  /** Whether a statement is one of them, which is not to be run. */
  static boolean isOne(List<Token> statement) {
    return statement.size() <= 12
        && KNOWN.contains(String.join(" ", statement.stream().map(Token::text).toList()));
  }
}
