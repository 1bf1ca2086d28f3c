package holdfast.database.mysql;

import java.sql.SQLException;

/** The account that the server takes a session's user for, as a {@code GRANT} names it. */
final class Account {
  private Account() {}

  /** Like {@code 'backup'@'%'}. */
  static String of(MysqlSession session) throws SQLException {
    String account = session.text("SELECT CURRENT_USER()");
    int at = account.lastIndexOf('@');
    return at < 0
        ? quote(account)
        : quote(account.substring(0, at)) + "@" + quote(account.substring(at + 1));
  }

  private static String quote(String name) {
    return "'" + name.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
