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

/**
 * One database at a server of the tests.
 *
 * @param owner the role that owns it, and that an addon logs in as
 */
public record PostgresDatabase(PostgresServer server, String name, String owner)
    implements SampleDatabase {

  public PostgresDatabase(PostgresServer server, String name) {
    this(server, name, PostgresServer.KEEPER);
  }

  /** How the role that owns it logs in. */
  @Override
  public ConnectionUri connection() {
    return connection(owner, PostgresServer.PASSWORD);
  }

  public ConnectionUri connection(String user, String password) {
    return connection(user, password, server.port());
  }

  /** The same through another port of the loopback. */
  public ConnectionUri connection(String user, String password, int port) {
    return uri(user, password, port, name);
  }

  @Override
  public ConnectionUri connectionWithPassword(String password) {
    return connection(owner, password);
  }

  @Override
  public ConnectionUri connectionThrough(int port) {
    return uri(owner, PostgresServer.PASSWORD, port, name);
  }

  @Override
  public ConnectionUri connectionToMissing() {
    return uri(owner, PostgresServer.PASSWORD, server.port(), name + " gone");
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public String password() {
    return PostgresServer.PASSWORD;
  }

  @Override
  public void fill() {
    PostgresSample.fill(this);
  }

  @Override
  public void change() {
    executeAsKeeper(
        """
        CREATE TABLE newer (id int);
        INSERT INTO newer VALUES (1);
        DELETE FROM customer WHERE id % 2 = 0;
        UPDATE customer SET name = 'changed' WHERE id = 1;
        DROP VIEW happy_customer;
        SELECT lo_unlink(70002);
        """);
  }

  @Override
  public Map<String, List<String>> contents() {
    return PostgresContents.of(this);
  }

  @Override
  public Blockade block() {
    Connection connection = connect();
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE customer IN ACCESS EXCLUSIVE MODE");
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
    List<String> found = new ArrayList<>(sessionsAndDatabasesOf(tag));
    // Not where restores swap databases: the look itself would be in their way.
    if (!owner.equals(PostgresServer.KEEPER)) {
      found.addAll(
          query(
              "SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname LIKE '%s%%'"
                  .formatted(tag.sessionNamePrefix())));
    }
    return found;
  }

  private List<String> sessionsAndDatabasesOf(RunTag tag) {
    return server.query(
        "postgres",
        """
        SELECT 'session ' || application_name FROM pg_stat_activity
        WHERE application_name LIKE '%1$s%%'
        UNION ALL SELECT 'database ' || datname FROM pg_database WHERE datname LIKE '%1$s%%'
        UNION ALL SELECT 'role ' || rolname FROM pg_roles
        WHERE shobj_description(oid, 'pg_authid') LIKE '%1$s%%'
        UNION ALL SELECT 'slot ' || slot_name FROM pg_replication_slots WHERE slot_name LIKE '%1$s%%'
        """
            .formatted(tag.sessionNamePrefix()));
  }

  /** A session of the superuser. */
  public Connection connect() {
    return server.connect(name);
  }

  public void execute(String sql) {
    server.execute(name, sql);
  }

  /** Runs statements as the role that owns the database, so that what they make is its own. */
  public void executeAsKeeper(String sql) {
    server.execute(name, "SET ROLE " + owner + "; " + sql);
  }

  public List<String> query(String sql) {
    return server.query(name, sql);
  }

  private static ConnectionUri uri(String user, String password, int port, String database) {
    return new ConnectionUri(
        "postgresql://%s:%s@127.0.0.1:%d/%s"
            .formatted(encode(user), encode(password), port, encode(database)));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
