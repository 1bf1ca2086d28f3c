package holdfast.database.mysql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A foreign key to a table that is missing, or that is none of those that can be referred to: of
 * another engine, or in partitions. Moved into another schema its table takes along those that it
 * refers to, but not the name of such a one: it would go on naming the schema that it came from. So
 * it is away while its table is moved.
 *
 * @param definition from {@code FOREIGN KEY} on
 */
record OrphanedKey(String table, String name, String definition) {
  /**
   * The keys to be changed are checked by nobody; the history of a versioned table stays as it is.
   */
  private static final String UNCHECKED =
      "SET SESSION foreign_key_checks = 0 /*M!100304 , system_versioning_alter_history = 'KEEP' */";

  /** Those that keys which refer to them follow. */
  private static final String FOLLOWED =
      """
      SELECT TABLE_NAME FROM information_schema.TABLES
      WHERE ENGINE = 'InnoDB' AND COALESCE(CREATE_OPTIONS, '') NOT LIKE '%partitioned%'
        AND TABLE_SCHEMA =
      """;

  private record Key(String table, String name, String parent) {}

  /** Those of a schema. */
  static List<OrphanedKey> of(MysqlSession session, String schema) throws SQLException {
    List<Key> keys =
        session.rows(
            row -> new Key(row.getString(1), row.getString(2), row.getString(3)),
            """
            SELECT DISTINCT TABLE_NAME, CONSTRAINT_NAME, REFERENCED_TABLE_NAME
            FROM information_schema.KEY_COLUMN_USAGE
            WHERE TABLE_SCHEMA = %1$s AND REFERENCED_TABLE_SCHEMA = %1$s
            ORDER BY 1, 2
            """
                .formatted(Sql.text(schema)));
    if (keys.isEmpty()) {
      return List.of();
    }
    Set<String> tables =
        session.hasSmallNames() ? new TreeSet<>(String.CASE_INSENSITIVE_ORDER) : new TreeSet<>();
    tables.addAll(session.texts(FOLLOWED + Sql.text(schema)));
    List<OrphanedKey> orphaned = new ArrayList<>();
    for (Key key : keys) {
      if (!tables.contains(key.parent())) {
        orphaned.add(new OrphanedKey(key.table(), key.name(), definition(session, schema, key)));
      }
    }
    return orphaned;
  }

  /** As the server shows it, for its other views tell the rules of such a key wrongly. */
  private static String definition(MysqlSession session, String schema, Key key)
      throws SQLException {
    return ShownTable.of(session, schema, key.table()).parts().stream()
        .filter(part -> part.isForeignKey(key.name()))
        .findFirst()
        .orElseThrow(() -> new SQLException("no foreign key " + key.name() + " in " + key.table()))
        .textFrom(2);
  }

  /** Drops those that a schema has of these, and that are orphaned there. */
  static void drop(MysqlSession session, String schema, List<OrphanedKey> keys)
      throws SQLException {
    if (keys.isEmpty()) {
      return;
    }
    for (OrphanedKey there : of(session, schema)) {
      if (keys.stream().anyMatch(there::isNamedLike)) {
        session.execute(UNCHECKED);
        session.execute(
            "ALTER TABLE %s DROP FOREIGN KEY %s"
                .formatted(Sql.name(schema, there.table()), Sql.name(there.name())));
        session.execute("SET SESSION foreign_key_checks = 1");
      }
    }
  }

  /** Makes those that a schema, which the session then uses, has not. */
  static void add(MysqlSession session, String schema, List<OrphanedKey> keys) throws SQLException {
    for (OrphanedKey key : keys) {
      if (!key.exists(session, schema)) {
        session.execute("USE " + Sql.name(schema));
        session.execute(UNCHECKED);
        session.execute(
            "ALTER TABLE %s ADD CONSTRAINT %s %s"
                .formatted(Sql.name(key.table()), Sql.name(key.name()), key.definition()));
        session.execute("SET SESSION foreign_key_checks = 1");
      }
    }
  }

  private boolean exists(MysqlSession session, String schema) throws SQLException {
    return session.truth(
        """
        SELECT COUNT(*) > 0 FROM information_schema.TABLE_CONSTRAINTS
        WHERE TABLE_SCHEMA = %s AND TABLE_NAME = %s AND CONSTRAINT_NAME = %s
          AND CONSTRAINT_TYPE = 'FOREIGN KEY'
        """
            .formatted(Sql.text(schema), Sql.text(table), Sql.text(name)));
  }

  private boolean isNamedLike(OrphanedKey other) {
    return table.equals(other.table) && name.equals(other.name);
  }
}
