package holdfast.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.model.ConnectionUri;
import holdfast.model.RunTag;
import java.net.URLEncoder;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One database at a server of the tests. */
public record MariaDbDatabase(MariaDbServer server, String name) implements SampleDatabase {

  @Override
  public ConnectionUri connection() {
    return connection(MariaDbServer.KEEPER, MariaDbServer.PASSWORD);
  }

  public ConnectionUri connection(String user, String password) {
    return uri(user, password, server.port(), name);
  }

  @Override
  public ConnectionUri connectionWithPassword(String password) {
    return connection(MariaDbServer.KEEPER, password);
  }

  @Override
  public ConnectionUri connectionThrough(int port) {
    return uri(MariaDbServer.KEEPER, MariaDbServer.PASSWORD, port, name);
  }

  @Override
  public ConnectionUri connectionToMissing() {
    return uri(MariaDbServer.KEEPER, MariaDbServer.PASSWORD, server.port(), name + " gone");
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public String password() {
    return MariaDbServer.PASSWORD;
  }

  @Override
  public void fill() {
    MariaDbSample.fill(this);
  }

  @Override
  public void change() {
    execute("CREATE TABLE IF NOT EXISTS newer (id int)");
    execute("INSERT INTO newer VALUES (1)");
    execute("DELETE FROM customer WHERE id % 2 = 0");
    execute("UPDATE customer SET name = 'changed' WHERE id = 1");
    execute("DROP VIEW IF EXISTS happy_customer, a_first_one");
    execute("DROP TRIGGER IF EXISTS guard");
    execute("DROP PROCEDURE IF EXISTS newer_routine; CREATE PROCEDURE newer_routine() SELECT 1");
  }

  @Override
  public Map<String, List<String>> contents() {
    return MariaDbContents.of(this);
  }

  @Override
  public Blockade block() {
    Connection connection = server.connect(name);
    try (Statement statement = connection.createStatement()) {
      statement.execute("LOCK TABLES customer WRITE");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return () -> {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  @Override
  public List<String> leftoversOf(RunTag tag) {
    List<String> found =
        new ArrayList<>(
            server.query(
                "",
                """
                SELECT CONCAT('session ', INFO) FROM information_schema.PROCESSLIST
                WHERE INFO LIKE '%%WHERE 1 /* %1$s%%' AND INFO NOT LIKE '%%PROCESSLIST%%'
                UNION ALL SELECT CONCAT('schema ', SCHEMA_NAME) FROM information_schema.SCHEMATA
                WHERE SCHEMA_NAME LIKE '%1$s%%'
                """
                    .formatted(tag.sessionNamePrefix().replace("_", "\\_"))));
    for (int attempt = 1; attempt <= tag.attempt(); attempt++) {
      server
          .query(
              "",
              "SELECT id FROM (SELECT IS_USED_LOCK('%s%d') AS id) l WHERE id IS NOT NULL"
                  .formatted(tag.sessionNamePrefix(), attempt))
          .forEach(id -> found.add("restoring session " + id));
    }
    return found;
  }

  /** Runs statements as the superuser. */
  public void execute(String sql) {
    server.execute(name, sql);
  }

  public List<String> query(String sql) {
    return server.query(name, sql);
  }

  private static ConnectionUri uri(String user, String password, int port, String database) {
    return new ConnectionUri(
        "mysql://%s:%s@127.0.0.1:%d/%s"
            .formatted(encode(user), encode(password), port, encode(database)));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
