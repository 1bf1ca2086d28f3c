package holdfast.catalog;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Moves all that a catalog in a file remembers into an empty PostgreSQL database, in one
 * transaction: all of it is there afterwards, or nothing. Which tables and columns there are is
 * read from the databases, so that none can be forgotten. The file is left as it is.
 */
public final class CatalogMove {
  private static final String KEEP_OTHERS_OUT = "LOCK TABLE instance IN ACCESS EXCLUSIVE MODE";
  private static final String INSTANCE = "SELECT id FROM instance";

  /** What a process that is gone had claimed: whoever shares the new catalog may take it up. */
  private static final String RELEASE =
      """
      UPDATE scheduled_tasks
      SET picked = false, picked_by = NULL, last_heartbeat = NULL, version = version + 1
      WHERE picked
      """;

  /** What {@link #RELEASE} changes. */
  private static final Set<String> RELEASED =
      Set.of("picked", "picked_by", "last_heartbeat", "version");

  private static final String KEEP_ONE =
      "If it was the file, empty the database, or take another, and move again; if it was the database, put the file away.";

  private final Connection from;
  private final Connection to;

  private CatalogMove(Connection from, Connection to) {
    this.from = from;
    this.to = to;
  }

  /** How many rows of a table were moved. */
  public record Moved(String table, long rows) {}

  /**
   * Moves the catalog; nobody else may have the file open. Every table is read back, and has to be
   * what it was.
   *
   * @return what was moved, in the order in which it was; empty when this catalog had been moved
   *     there before, and all of it is the same in both
   * @throws CatalogException when the database holds something else, or the two differ in their
   *     tables, or either fails; nothing is moved then. The message shows no values
   */
  public static Optional<List<Moved>> run(Path file, PostgresCatalog.Settings target) {
    Migrations.POSTGRESQL.run(PostgresCatalog.source(target, false));
    try (Connection from = SqliteCatalog.readOnly(file).getConnection();
        Connection to = PostgresCatalog.source(target, false).getConnection()) {
      from.setAutoCommit(false);
      to.setAutoCommit(false);
      Optional<List<Moved>> moved = new CatalogMove(from, to).move();
      to.commit();
      return moved;
    } catch (SQLException e) {
      throw new CatalogException("the catalog cannot be moved: " + reason(e), e);
    }
  }

  /** A batch says only that it failed; what the server said of it comes next. */
  private static String reason(SQLException failure) {
    SQLException said = Objects.requireNonNullElse(failure.getNextException(), failure);
    return "%s (SQLState %s)".formatted(said.getMessage(), said.getSQLState());
  }

  private Optional<List<Moved>> move() throws SQLException {
    execute(KEEP_OTHERS_OUT);
    List<MovedTable> tables = MovedTable.all(to);
    requireSameTables(tables);
    if (isSameInstance()) {
      requireSameRows(tables);
      return Optional.empty();
    }
    for (MovedTable table : tables) {
      table.requireEmpty(to);
    }
    List<Moved> moved = new ArrayList<>();
    for (MovedTable table : tables) {
      moved.add(new Moved(table.name(), table.move(from, to)));
    }
    execute(RELEASE);
    return Optional.of(moved);
  }

  private boolean isSameInstance() throws SQLException {
    Set<String> there = Rows.texts(to, INSTANCE);
    return !there.isEmpty() && there.equals(Rows.texts(from, INSTANCE));
  }

  /** Else a server has used one of them since, and what it did there would be lost from sight. */
  private void requireSameRows(List<MovedTable> tables) throws SQLException {
    for (MovedTable table : tables) {
      if (!unreleased(table).isSameIn(from, to)) {
        throw new CatalogException(
            "this catalog had been moved there before, but its table %s is not the same in both: a server has used one of them since. %s"
                .formatted(table.name(), KEEP_ONE));
      }
    }
  }

  private static MovedTable unreleased(MovedTable table) {
    return table.name().equals("scheduled_tasks") ? table.without(RELEASED) : table;
  }

  private void requireSameTables(List<MovedTable> tables) throws SQLException {
    Set<String> ours = Rows.texts(from, MovedTable.IN_SQLITE);
    Set<String> theirs = new HashSet<>();
    tables.forEach(table -> theirs.add(table.name()));
    if (!ours.equals(theirs)) {
      throw new CatalogException(
          "the two databases do not have the same tables: %s, and %s".formatted(ours, theirs));
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = to.createStatement()) {
      statement.execute(sql);
    }
  }
}
