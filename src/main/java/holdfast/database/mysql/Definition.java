package holdfast.database.mysql;

import java.sql.SQLException;

/** A view, routine, trigger or event, with all that making it again depends on. Immutable. */
final class Definition {
  private final Kind kind;
  private final String name;
  private final Context context;
  private final byte[] create;

  /**
   * @param create the statement, in the character set that it was written in
   */
  Definition(Kind kind, String name, Context context, byte[] create) {
    this.kind = kind;
    this.name = name;
    this.context = context;
    this.create = create.clone();
  }

  /** The same by another statement. */
  Definition with(byte[] create) {
    return new Definition(kind, name, context, create);
  }

  Kind kind() {
    return kind;
  }

  String name() {
    return name;
  }

  boolean isRoutine() {
    return kind.compareTo(Kind.VIEW) < 0;
  }

  Context context() {
    return context;
  }

  byte[] create() {
    return create.clone();
  }

  /** The kinds, in the order in which they can be made. */
  enum Kind {
    PACKAGE("PACKAGE"),
    PACKAGE_BODY("PACKAGE BODY"),
    FUNCTION("FUNCTION"),
    PROCEDURE("PROCEDURE"),
    VIEW("VIEW"),
    TRIGGER("TRIGGER"),
    EVENT("EVENT");

    private final String sql;

    Kind(String sql) {
      this.sql = sql;
    }

    String sql() {
      return sql;
    }
  }

  /** The settings under which it was made; empty where a kind has none of a sort. */
  record Context(
      String sqlMode,
      String charset,
      String collation,
      String databaseCollation,
      String timeZone) {}

  /** Leaves the session in the sql_mode of ours, for SHOW tells much in another way in another. */
  void drop(MysqlSession session, String schema) throws SQLException {
    boolean isOracles = kind == Kind.PACKAGE || kind == Kind.PACKAGE_BODY;
    if (isOracles) {
      session.execute("SET SESSION sql_mode = 'ORACLE'");
    }
    try {
      session.execute("DROP %s IF EXISTS %s".formatted(kind.sql(), Sql.name(schema, name)));
    } catch (SQLException e) {
      if (!MysqlFailures.isOfAnotherKind(e)) {
        throw e; // A table of a view's name is left alone: MariaDB does so without a word.
      }
    } finally {
      if (isOracles) {
        session.execute(SessionSettings.OWN_MODE);
      }
    }
  }

  /** What is done with its statement. */
  private interface Use {
    void run() throws SQLException;
  }

  /** Makes it in the schema that the session uses, whose collation is as it needs it. */
  void make(MysqlSession session) throws SQLException {
    inContext(session, () -> session.execute(create, create.length));
  }

  /** Has the server look, as it does before it makes it, whether it could; makes nothing. */
  void prepare(MysqlSession session) throws SQLException {
    inContext(
        session,
        () -> {
          session.execute("SET @holdfast_definition = " + Sql.bytes(create));
          session.execute("PREPARE holdfast_definition FROM @holdfast_definition");
          session.execute("DEALLOCATE PREPARE holdfast_definition");
        });
  }

  private void inContext(MysqlSession session, Use use) throws SQLException {
    session.execute("SET SESSION sql_mode = " + Sql.text(context.sqlMode()));
    if (!context.timeZone().isEmpty()) {
      session.execute("SET SESSION time_zone = " + Sql.text(context.timeZone()));
    }
    session.execute(
        "SET SESSION character_set_client = %s, collation_connection = %s"
            .formatted(context.charset(), context.collation()));
    try {
      use.run();
    } finally {
      session.execute(SessionSettings.OWN_MODE);
      session.execute("SET NAMES utf8mb4");
    }
  }
}
