package holdfast.database.mysql;

import holdfast.database.mysql.Tokens.Token;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.List;

/** What it means when the server refuses a statement of a dump. */
final class LoadFailures {
  private LoadFailures() {}

  /**
   * The failure.
   *
   * @param definerGrant the statement that lets the user make objects of others
   */
  static FailureException of(
      SQLException e, MysqlUri uri, String definerGrant, byte[] statement, int length) {
    String said =
        "%s; at the statement that begins with %s"
            .formatted(MysqlFailures.words(e, uri), beginning(statement, length));
    if (isDuplicate(e)) {
      return requirement(
          "rows of the backup are not unique in the server's keys: " + said,
          "Values of a unique key may be equal in what a dump has of them: FLOAT columns in six"
              + " digits (make them DOUBLE), what is computed from timestamps on a server of"
              + " another time zone, texts where the server compares in another way.");
    }
    return switch (e.getErrorCode()) {
      case MysqlFailures.NEEDS_PRIVILEGE ->
          requirement(
              "the backup has an object of another user%s, which %s may not make: "
                      .formatted(definer(statement, length), uri.user())
                  + said,
              "Grant it: %s, or restore as the user who made the objects.".formatted(definerGrant));
      case 1418, MysqlFailures.NEEDS_SUPER_FOR_BINARY_LOG ->
          requirement(
              "the server writes a binary log and lets only some make functions and triggers: "
                  + said,
              "Set log_bin_trust_function_creators to 1 at the server, or grant SUPER.");
      case 1286, 1115, 1273, 1524, 4078, MysqlFailures.WRONG_VALUE ->
          requirement(
              "the server does not know what the backup needs: " + said,
              "Restore into a server of the version and kind that the backup is of.");
      case 1449 ->
          requirement(
              "the backup has a view of another one whose user the server does not have: " + said,
              "Make the user with the rights that the view needs (CREATE USER, GRANT), and restore"
                  + " again.");
      case 1305 ->
          requirement(
              "the backup has a view that calls a function which is not in it: " + said,
              "Make the file again with --routines, import it and restore that; a function of"
                  + " another database has to be there first.");
      case 1153 ->
          requirement(
              "the server's max_allowed_packet is too small: " + said,
              "Set max_allowed_packet to 1G at the server and restore again.");
      default ->
          MysqlFailures.of(
              new SQLException(said, e.getSQLState(), e.getErrorCode()),
              uri,
              FailureCode.RESTORE_FAILED);
    };
  }

  /** MariaDB loads an empty table in bulk, and does not say then what was wrong with a row. */
  private static boolean isDuplicate(SQLException e) {
    return e.getErrorCode() == 1062
        || (e.getErrorCode() == 1180 && String.valueOf(e.getMessage()).contains("Got error 1 "));
  }

  /** The failure that a server took rows, and not as they are in the backup. */
  static FailureException altered(String said, byte[] statement, int length) {
    return requirement(
        "the server would alter values of the backup: %s; at the statement that begins with %s"
            .formatted(said, beginning(statement, length)),
        "Compare the table's definition in the backup with its rows; the target is what it was.");
  }

  /** Rows of which not all is known that the server said. */
  static FailureException untold(int warned, int told, String account) {
    return requirement(
        "the server warned of %d values of one statement and tells of %d, so that it may have altered others"
            .formatted(warned, told),
        "Let the user hear all: GRANT SESSION_VARIABLES_ADMIN ON *.* TO %s. The target is what it was."
            .formatted(account));
  }

  private static FailureException requirement(String what, String hint) {
    return new FailureException(FailureCode.RESTORE_REQUIREMENTS, what, hint);
  }

  /** Without what is in rows. */
  private static String beginning(byte[] statement, int length) {
    return String.join(
        " ",
        Tokens.of(statement, length, 8).stream()
            .takeWhile(token -> !token.isWord("VALUES"))
            .map(token -> token.kind() == Tokens.Kind.TEXT ? "'…'" : token.text())
            .toList());
  }

  private static String definer(byte[] statement, int length) {
    List<Token> tokens = Tokens.of(statement, length, 12);
    for (int i = 0; i + 4 < tokens.size(); i++) {
      if (tokens.get(i).isWord("DEFINER")) {
        return " (%s@%s)".formatted(tokens.get(i + 2).text(), tokens.get(i + 4).text());
      }
    }
    return "";
  }
}
