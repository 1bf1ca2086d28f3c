package holdfast.chaos;

import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;

/** The databases that are protected, from the least to one that takes a second to dump. */
final class Databases {
  private static final String MARK = "CREATE TABLE chaos_mark (mark bigint)";

  private Databases() {}

  /** A table of two columns and nothing more. */
  static PostgresDatabase small(PostgresServer server) {
    return made(
        server,
        "CREATE TABLE note AS SELECT n AS id, md5(n::text) AS words FROM generate_series(1, 2000) n");
  }

  /** A bit of everything. */
  static PostgresDatabase rich(PostgresServer server) {
    PostgresDatabase database = made(server, "SELECT 1");
    database.fill();
    return database;
  }

  /** More than one part of an S3 upload when compressed. */
  static PostgresDatabase big(PostgresServer server) {
    return made(
        server,
        """
        CREATE TABLE noise AS
        SELECT n AS id,
          (SELECT string_agg(encode(sha512((n * 100 + m)::text::bytea), 'hex'), '')
            FROM generate_series(1, 16) m) AS words
        FROM generate_series(1, 12000) n
        """);
  }

  private static PostgresDatabase made(PostgresServer server, String sql) {
    PostgresDatabase database = server.createDatabase();
    database.executeAsKeeper(MARK);
    database.executeAsKeeper(sql);
    return database;
  }
}
