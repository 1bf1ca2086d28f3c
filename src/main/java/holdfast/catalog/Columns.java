package holdfast.catalog;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.Key;
import holdfast.model.Progress;
import holdfast.model.Slug;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Function;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** How the model's values lie in columns. */
final class Columns {
  private Columns() {}

  /** The answer to a question that is one row of one truth value. */
  static boolean truth(Query question) {
    return question.map((row, context) -> row.getBoolean(1)).one();
  }

  static Key key(ResultSet row, String column) throws SQLException {
    return new Key(row.getString(column));
  }

  static Slug slug(ResultSet row, String column) throws SQLException {
    return new Slug(row.getString(column));
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column));
  }

  static @Nullable Instant nullableInstant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  static @Nullable Long millis(@Nullable Instant instant) {
    return instant == null ? null : instant.toEpochMilli();
  }

  /** The constant whose stable text stands in the column. */
  static <E extends Enum<E>> E named(E[] values, Function<E, String> text, String stored) {
    return Arrays.stream(values)
        .filter(value -> text.apply(value).equals(stored))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the catalog holds an unknown " + stored));
  }

  /**
   * @param prefix what the three columns' names start with
   */
  static @Nullable Failure failure(ResultSet row, String prefix) throws SQLException {
    String code = row.getString(prefix + "failure_code");
    return code == null
        ? null
        : new Failure(
            named(FailureCode.values(), FailureCode::wire, code),
            row.getString(prefix + "failure_message"),
            row.getString(prefix + "failure_hint"));
  }

  static <S extends SqlStatement<S>> S bind(S statement, @Nullable Failure failure) {
    return statement
        .bind("failureCode", failure == null ? null : failure.code().wire())
        .bind("failureMessage", failure == null ? null : failure.message())
        .bind("failureHint", failure == null ? null : failure.hint());
  }

  static Progress progress(ResultSet row) throws SQLException {
    return new Progress(
        row.getLong("read_bytes"), row.getLong("stored_bytes"), row.getLong("expected_bytes"));
  }

  static <S extends SqlStatement<S>> S bind(S statement, Progress progress) {
    return statement
        .bind("readBytes", progress.readBytes())
        .bind("storedBytes", progress.storedBytes())
        .bind("expectedBytes", progress.expectedBytes());
  }
}
