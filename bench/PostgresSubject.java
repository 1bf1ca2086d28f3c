import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;

/** PostgreSQL, and pg_dump. */
record PostgresSubject(EmbeddedPostgres server) implements Subject {
  private static final long ROWS_PER_MEGABYTE = 3_900;

  static PostgresSubject start() throws Exception {
    return new PostgresSubject(
        EmbeddedPostgres.builder()
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("max_wal_size", "4GB")
            .start());
  }

  @Override
  public String type() {
    return "postgresql";
  }

  @Override
  public String uri() {
    return "postgresql://postgres:postgres@127.0.0.1:" + server.getPort() + "/postgres";
  }

  @Override
  public long fill(int megabytes) throws Exception {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE event (id bigint, at timestamptz, kind text, payload text)");
      statement.execute(
          "INSERT INTO event SELECT n, now() + n * interval '1 second', 'kind-' || n % 17,"
              + " md5(n::text) || ' the quick brown fox jumps over the lazy dog ' || md5((n * 7)::text)"
              + " || repeat(' lorem ipsum dolor sit amet', 3) FROM generate_series(1, "
              + megabytes * ROWS_PER_MEGABYTE
              + ") n");
      try (ResultSet size =
          statement.executeQuery("SELECT pg_database_size(current_database())")) {
        size.next();
        return size.getLong(1);
      }
    }
  }

  @Override
  public String stockTool() {
    return "pg_dump -Fc -Z0 " + uri();
  }

  @Override
  public void close() throws Exception {
    server.close();
  }
}
