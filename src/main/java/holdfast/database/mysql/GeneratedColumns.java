package holdfast.database.mysql;

import holdfast.database.mysql.RowColumns.Column;
import holdfast.database.mysql.RowColumns.Rows;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Which values of a dump's rows are those of generated columns: mariadb-dump writes them, MySQL
 * takes none.
 *
 * @param areRefused whether the server takes no values of theirs
 */
record GeneratedColumns(RowColumns columns, boolean areRefused) {
  /**
   * The same rows with {@code DEFAULT} for those values; empty where there are none.
   *
   * @param table the bytes of its name as Latin-1
   */
  Optional<byte[]> leftOut(String table, byte[] statement, int length)
      throws SQLException, FailureException {
    if (!areRefused || columns.of(table).stream().noneMatch(Column::isGenerated)) {
      return Optional.empty();
    }
    Rows rows = columns.of(table, statement, length);
    return Optional.of(
        new RowDefaults(statement, length, rows.at())
            .with(
                column -> column < rows.named().size() && rows.named().get(column).isGenerated()));
  }
}
