package holdfast.database.mysql;

import holdfast.database.mysql.Definition.Context;
import holdfast.database.mysql.Definition.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * What a swap is about to change, written down at the server before anything of the target is
 * touched: from it whoever comes later finishes the swap or undoes it. A table in it is renamed in
 * the very statement that moves the tables, so that its name says whether that has happened.
 */
final class SwapJournal {
  /** How far a swap has come. */
  enum Phase {
    /** There is no journal, or only its beginning: the target is what it was. */
    NONE,
    /** The target is what it was, and the journal is whole. */
    PREPARED,
    /** The target may be anything between what it was and the backup. */
    BEGUN,
    /** The target is the backup. */
    COMPLETE,
    /** The target is again what it was. */
    UNDONE
  }

  /** Whose tables and definitions. */
  enum Side {
    REPLACED,
    RESTORED
  }

  static final String PENDING = "pending";
  static final String DONE = "done";
  private static final String PROGRESS = "progress";

  private static final String PROGRESS_COLUMNS =
      """
       (id int PRIMARY KEY, phase varchar(20) NOT NULL, collation varchar(64) NOT NULL)
      ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
      """;

  private static final String MOVED_COLUMNS =
      """
       (id int AUTO_INCREMENT PRIMARY KEY, side varchar(20) NOT NULL, name text NOT NULL)
      ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
      """;

  private static final String DEFINITION_COLUMNS =
      """
       (id int AUTO_INCREMENT PRIMARY KEY, side varchar(20) NOT NULL,
        kind varchar(20) NOT NULL, name text NOT NULL, sql_mode text NOT NULL,
        charset varchar(64) NOT NULL, collation varchar(64) NOT NULL,
        database_collation varchar(64) NOT NULL, time_zone varchar(64) NOT NULL,
        text longblob NOT NULL)
      ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
      """;

  private static final String RIGHT_COLUMNS =
      """
       (id int AUTO_INCREMENT PRIMARY KEY, kind varchar(20) NOT NULL, name text NOT NULL,
        statement text NOT NULL)
      ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
      """;

  private static final String KEY_COLUMNS =
      """
       (id int AUTO_INCREMENT PRIMARY KEY, side varchar(20) NOT NULL, moved text NOT NULL,
        name text NOT NULL, definition text NOT NULL)
      ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
      """;

  private final MysqlSession session;
  private final String schema;

  SwapJournal(MysqlSession session, RestoreNames names) {
    this.session = session;
    this.schema = names.journal();
  }

  /** Makes it, empty. */
  void create(String targetCollation) throws SQLException {
    Schemas.create(session, schema, "utf8mb4_bin");
    session.execute("CREATE TABLE " + table(PROGRESS) + PROGRESS_COLUMNS);
    session.execute("CREATE TABLE " + table("moved") + MOVED_COLUMNS);
    session.execute("CREATE TABLE " + table("definition") + DEFINITION_COLUMNS);
    session.execute("CREATE TABLE " + table("routine_right") + RIGHT_COLUMNS);
    session.execute("CREATE TABLE " + table("orphaned_key") + KEY_COLUMNS);
    session.execute("CREATE TABLE %s (id int PRIMARY KEY) ENGINE=InnoDB".formatted(table(PENDING)));
    session.execute(
        "INSERT INTO %s VALUES (1, '%s', %s)"
            .formatted(table(PROGRESS), Phase.NONE, Sql.text(targetCollation)));
  }

  void note(Side side, List<String> tables, List<Definition> definitions) throws SQLException {
    for (String name : tables) {
      session.execute(
          "INSERT INTO %s (side, name) VALUES ('%s', %s)"
              .formatted(table("moved"), side, Sql.text(name)));
    }
    for (Definition definition : definitions) {
      Context context = definition.context();
      session.execute(
          "INSERT INTO %s VALUES (NULL, '%s', '%s', "
                  .formatted(table("definition"), side, definition.kind())
              + String.join(
                  ", ",
                  Sql.text(definition.name()),
                  Sql.text(context.sqlMode()),
                  Sql.text(context.charset()),
                  Sql.text(context.collation()),
                  Sql.text(context.databaseCollation()),
                  Sql.text(context.timeZone()),
                  Sql.bytes(definition.create()))
              + ")");
    }
  }

  void note(List<RoutineRight> rights) throws SQLException {
    for (RoutineRight right : rights) {
      session.execute(
          "INSERT INTO %s VALUES (NULL, '%s', %s, %s)"
              .formatted(
                  table("routine_right"),
                  right.kind(),
                  Sql.text(right.name()),
                  Sql.text(right.grant())));
    }
  }

  void noteKeys(Side side, List<OrphanedKey> keys) throws SQLException {
    for (OrphanedKey key : keys) {
      session.execute(
          "INSERT INTO %s VALUES (NULL, '%s', %s, %s, %s)"
              .formatted(
                  table("orphaned_key"),
                  side,
                  Sql.text(key.table()),
                  Sql.text(key.name()),
                  Sql.text(key.definition())));
    }
  }

  Phase phase() throws SQLException {
    if (!Schemas.tables(session, schema).contains(PROGRESS)) {
      return Phase.NONE;
    }
    List<String> phases = session.texts("SELECT phase FROM " + table(PROGRESS));
    return phases.isEmpty() ? Phase.NONE : Phase.valueOf(phases.getFirst());
  }

  void set(Phase phase) throws SQLException {
    session.execute("UPDATE %s SET phase = '%s'".formatted(table(PROGRESS), phase));
  }

  /** Whether the tables have been moved. */
  boolean hasHappened() throws SQLException {
    return Schemas.tables(session, schema).contains(DONE);
  }

  /** What the target's collation was before. */
  String collation() throws SQLException {
    return session.text("SELECT collation FROM " + table(PROGRESS));
  }

  List<String> tables(Side side) throws SQLException {
    return session.texts(
        "SELECT name FROM %s WHERE side = '%s' ORDER BY id".formatted(table("moved"), side));
  }

  List<Definition> definitions(Side side) throws SQLException {
    return session.rows(
        SwapJournal::definition,
        "SELECT * FROM %s WHERE side = '%s' ORDER BY id".formatted(table("definition"), side));
  }

  List<RoutineRight> rights() throws SQLException {
    return session.rows(
        row ->
            new RoutineRight(
                Kind.valueOf(row.getString("kind")),
                row.getString("name"),
                row.getString("statement")),
        "SELECT * FROM %s ORDER BY id".formatted(table("routine_right")));
  }

  List<OrphanedKey> keys(Side side) throws SQLException {
    return session.rows(
        row ->
            new OrphanedKey(
                row.getString("moved"), row.getString("name"), row.getString("definition")),
        "SELECT * FROM %s WHERE side = '%s' ORDER BY id".formatted(table("orphaned_key"), side));
  }

  private static Definition definition(ResultSet row) throws SQLException {
    return new Definition(
        Kind.valueOf(row.getString("kind")),
        row.getString("name"),
        new Context(
            row.getString("sql_mode"),
            row.getString("charset"),
            row.getString("collation"),
            row.getString("database_collation"),
            row.getString("time_zone")),
        row.getBytes("text"));
  }

  /** A rename within the journal, for the statement that moves the tables. */
  String rename(String from, String to) {
    return table(from) + " TO " + table(to);
  }

  private String table(String name) {
    return Sql.name(schema, name);
  }
}
