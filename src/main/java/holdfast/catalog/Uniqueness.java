package holdfast.catalog;

import java.util.Set;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Tells a broken unique constraint, which callers reckon with, from every other failure. */
final class Uniqueness {
  private static final Set<SQLiteErrorCode> SQLITE_CODES =
      Set.of(
          SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE, SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY);

  private Uniqueness() {}

  /** Executes a statement that throws {@link TakenException} with {@code message} on a conflict. */
  static void execute(Update statement, String message) {
    try {
      statement.execute();
    } catch (UnableToExecuteStatementException e) {
      throw isBroken(e.getCause()) ? new TakenException(message) : e;
    }
  }

  private static boolean isBroken(@Nullable Throwable cause) {
    return switch (cause) {
      case SQLiteException e -> SQLITE_CODES.contains(e.getResultCode());
      case PSQLException e -> PSQLState.UNIQUE_VIOLATION.getState().equals(e.getSQLState());
      case null, default -> false;
    };
  }
}
