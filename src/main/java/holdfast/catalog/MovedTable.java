package holdfast.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A table that is moved from SQLite into PostgreSQL, as PostgreSQL describes it. */
record MovedTable(String name, List<MovedColumn> columns) {
  static final String IN_SQLITE =
      """
      SELECT name FROM sqlite_master
      WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'schema_history'
      """;
  private static final String COLUMNS =
      """
      SELECT t.table_name, c.column_name, c.data_type, c.is_identity = 'YES'
      FROM information_schema.tables t JOIN information_schema.columns c USING (table_schema, table_name)
      WHERE t.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
        AND t.table_name <> 'schema_history'
      ORDER BY t.table_name, c.ordinal_position
      """;

  /** Each table with one that its rows refer to. */
  private static final String REFERENCES =
      """
      SELECT referring.relname, referred.relname
      FROM pg_constraint
      JOIN pg_class referring ON referring.oid = conrelid
      JOIN pg_class referred ON referred.oid = confrelid
      WHERE contype = 'f' AND conrelid <> confrelid
        AND connamespace = current_schema()::regnamespace
      """;

  private static final int BATCH = 500;

  MovedTable {
    columns = List.copyOf(columns);
  }

  private record Reference(String from, String to) {}

  /** All of them, each after those that its rows refer to. */
  static List<MovedTable> all(Connection postgres) throws SQLException {
    Map<String, MovedTable> waiting = described(postgres);
    List<Reference> references = references(postgres);
    List<MovedTable> ordered = new ArrayList<>();
    while (!waiting.isEmpty()) {
      Set<String> stillThere = Set.copyOf(waiting.keySet());
      List<MovedTable> free =
          waiting.values().stream()
              .filter(
                  table ->
                      references.stream()
                          .noneMatch(
                              it -> it.from.equals(table.name) && stillThere.contains(it.to)))
              .toList();
      if (free.isEmpty()) {
        throw new CatalogException("tables refer to each other in a circle: " + stillThere);
      }
      ordered.addAll(free);
      free.forEach(table -> waiting.remove(table.name));
    }
    return ordered;
  }

  private static Map<String, MovedTable> described(Connection postgres) throws SQLException {
    Map<String, List<MovedColumn>> columns = new LinkedHashMap<>();
    try (Statement statement = postgres.createStatement();
        ResultSet row = statement.executeQuery(COLUMNS)) {
      while (row.next()) {
        columns
            .computeIfAbsent(row.getString(1), table -> new ArrayList<>())
            .add(
                new MovedColumn(
                    row.getString(2), MovedColumn.Kind.of(row.getString(3)), row.getBoolean(4)));
      }
    }
    Map<String, MovedTable> tables = new LinkedHashMap<>();
    columns.forEach((name, its) -> tables.put(name, new MovedTable(name, its)));
    return tables;
  }

  private static List<Reference> references(Connection postgres) throws SQLException {
    try (Statement statement = postgres.createStatement();
        ResultSet row = statement.executeQuery(REFERENCES)) {
      List<Reference> references = new ArrayList<>();
      while (row.next()) {
        references.add(new Reference(row.getString(1), row.getString(2)));
      }
      return references;
    }
  }

  void requireEmpty(Connection postgres) throws SQLException {
    if (!Rows.texts(postgres, "SELECT 1 FROM %s LIMIT 1".formatted(quoted(name))).isEmpty()) {
      throw new CatalogException(
          "the database is not empty: its table %s holds rows. Take another, or a new one"
              .formatted(name));
    }
  }

  /** Copies all rows, reads them back, and compares; answers how many they are. */
  long move(Connection sqlite, Connection postgres) throws SQLException {
    requireSameColumns(sqlite);
    RowDigest read = copy(sqlite, postgres);
    advanceIdentities(postgres);
    RowDigest written = digest(postgres);
    if (!read.equals(written)) {
      throw new CatalogException(
          "table %s is not what it was: %s were read, and %s are there"
              .formatted(name, read, written));
    }
    return read.rows();
  }

  /** Whether both hold the same rows. */
  boolean isSameIn(Connection sqlite, Connection postgres) throws SQLException {
    return digest(sqlite).equals(digest(postgres));
  }

  /** The table as it is without some columns. */
  MovedTable without(Set<String> names) {
    return new MovedTable(
        name, columns.stream().filter(column -> !names.contains(column.name())).toList());
  }

  private void requireSameColumns(Connection sqlite) throws SQLException {
    Set<String> ours =
        Rows.texts(sqlite, "SELECT name FROM pragma_table_info('%s')".formatted(name));
    Set<String> theirs = columns.stream().map(MovedColumn::name).collect(Collectors.toSet());
    if (!ours.equals(theirs)) {
      throw new CatalogException(
          "table %s does not have the same columns in both databases: %s, and %s"
              .formatted(name, ours, theirs));
    }
  }

  private RowDigest copy(Connection sqlite, Connection postgres) throws SQLException {
    RowDigest digest = new RowDigest();
    try (Statement select = sqlite.createStatement();
        ResultSet row = select.executeQuery(select());
        PreparedStatement insert = postgres.prepareStatement(insert())) {
      int waiting = 0;
      while (row.next()) {
        List<@Nullable Object> values = values(row);
        digest.add(values);
        bind(insert, values);
        insert.addBatch();
        waiting++;
        if (waiting % BATCH == 0) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
    return digest;
  }

  private void bind(PreparedStatement insert, List<@Nullable Object> values) throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).write(insert, i + 1, values.get(i));
    }
  }

  private List<@Nullable Object> values(ResultSet row) throws SQLException {
    List<@Nullable Object> values = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      values.add(columns.get(i).read(row, i + 1));
    }
    return values;
  }

  private RowDigest digest(Connection connection) throws SQLException {
    RowDigest digest = new RowDigest();
    try (Statement select = connection.createStatement()) {
      select.setFetchSize(BATCH);
      try (ResultSet row = select.executeQuery(select())) {
        while (row.next()) {
          digest.add(values(row));
        }
      }
    }
    return digest;
  }

  /** Else the next row would be given a number that is taken. */
  private void advanceIdentities(Connection postgres) throws SQLException {
    for (MovedColumn column : columns) {
      if (column.isIdentity()) {
        Rows.texts(
            postgres,
            "SELECT setval(pg_get_serial_sequence('%1$s', '%3$s'), max(%2$s)) FROM %1$s"
                .formatted(quoted(name), quoted(column.name()), column.name()));
      }
    }
  }

  private String select() {
    return "SELECT %s FROM %s".formatted(names(), quoted(name));
  }

  private String insert() {
    return "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s)"
        .formatted(
            quoted(name),
            names(),
            columns.stream().map(column -> "?").collect(Collectors.joining(", ")));
  }

  private String names() {
    return columns.stream().map(column -> quoted(column.name())).collect(Collectors.joining(", "));
  }

  private static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }
}
