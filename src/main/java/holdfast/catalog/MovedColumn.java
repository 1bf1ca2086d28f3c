package holdfast.catalog;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table that is moved from one engine to another.
 *
 * @param isIdentity whether the engine gives its values by itself
 */
record MovedColumn(String name, Kind kind, boolean isIdentity) {

  /** What a value is, however an engine keeps it. */
  enum Kind {
    TEXT(Types.VARCHAR),
    BYTES(Types.BINARY),
    NUMBER(Types.BIGINT),
    TRUTH(Types.BOOLEAN),
    /** In milliseconds, which is all that one of the engines keeps. */
    TIME(Types.TIMESTAMP_WITH_TIMEZONE);

    private final int sqlType;

    Kind(int sqlType) {
      this.sqlType = sqlType;
    }

    /**
     * @param type PostgreSQL's name
     */
    static Kind of(String type) {
      return switch (type) {
        case "text" -> TEXT;
        case "bytea" -> BYTES;
        case "bigint", "integer", "smallint" -> NUMBER;
        case "boolean" -> TRUTH;
        case "timestamp with time zone" -> TIME;
        default -> throw new CatalogException("columns of type %s cannot be moved".formatted(type));
      };
    }
  }

  /** A text, bytes or a number. */
  @Nullable Object read(ResultSet row, int index) throws SQLException {
    Object value =
        switch (kind) {
          case TEXT -> row.getString(index);
          case BYTES -> row.getBytes(index);
          case NUMBER -> row.getLong(index);
          case TRUTH -> row.getBoolean(index) ? 1L : 0L;
          case TIME -> {
            Timestamp time = row.getTimestamp(index);
            yield time == null ? null : time.getTime();
          }
        };
    return row.wasNull() ? null : value;
  }

  /**
   * @param value as {@link #read} gave it
   */
  void write(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
    switch (value) {
      case null -> statement.setNull(index, kind.sqlType);
      case Long number when kind == Kind.TRUTH -> statement.setBoolean(index, number == 1);
      case Long millis when kind == Kind.TIME ->
          statement.setTimestamp(index, new Timestamp(millis));
      case Long number -> statement.setLong(index, number);
      case byte[] bytes -> statement.setBytes(index, bytes);
      default -> statement.setString(index, value.toString());
    }
  }
}
