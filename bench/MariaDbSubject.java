import holdfast.testing.MariaDbServer;
import holdfast.testing.MariaDbServers;
import java.util.List;

/** MariaDB, and mariadb-dump. */
record MariaDbSubject(MariaDbServer server) implements Subject {
  private static final long ROWS_PER_MEGABYTE = 4_000;

  static MariaDbSubject start() {
    return new MariaDbSubject(MariaDbServers.start(List.of("--innodb-log-file-size=512M")));
  }

  @Override
  public String type() {
    return "mysql";
  }

  @Override
  public String uri() {
    return "mysql://root@127.0.0.1:" + server.port() + "/bench";
  }

  @Override
  public long fill(int megabytes) {
    server.execute(
        "",
        "CREATE DATABASE bench; USE bench;"
            + " CREATE TABLE event (id bigint, at datetime, kind text, payload text);"
            + " INSERT INTO event SELECT seq, now() + INTERVAL seq SECOND, concat('kind-', seq % 17),"
            + " concat(md5(seq), ' the quick brown fox jumps over the lazy dog ', md5(seq * 7),"
            + " repeat(' lorem ipsum dolor sit amet', 3)) FROM seq_1_to_"
            + megabytes * ROWS_PER_MEGABYTE
            + "; ANALYZE TABLE event");
    return Long.parseLong(
        server
            .query(
                "",
                "SELECT sum(data_length) FROM information_schema.tables WHERE table_schema = 'bench'")
            .getFirst());
  }

  @Override
  public String stockTool() {
    return "mariadb-dump --no-defaults --host=127.0.0.1 --port=%d --user=root --single-transaction --quick --routines --events bench"
        .formatted(server.port());
  }

  @Override
  public void close() {
    server.close();
  }
}
