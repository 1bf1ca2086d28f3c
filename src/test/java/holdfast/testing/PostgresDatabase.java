package holdfast.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.model.ConnectionUri;
import java.net.URLEncoder;
import java.sql.Connection;
import java.util.List;

/** One database at a server of the tests. */
public record PostgresDatabase(PostgresServer server, String name) {

  /** How the role that owns it logs in. */
  public ConnectionUri connection() {
    return connection(PostgresServer.KEEPER, PostgresServer.PASSWORD);
  }

  public ConnectionUri connection(String user, String password) {
    return connection(user, password, server.port());
  }

  /** The way through another port, of a proxy say. */
  public ConnectionUri connection(String user, String password, int port) {
    return new ConnectionUri(
        "postgresql://%s:%s@127.0.0.1:%d/%s"
            .formatted(encode(user), encode(password), port, encode(name)));
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
    server.execute(name, "SET ROLE " + PostgresServer.KEEPER + "; " + sql);
  }

  public List<String> query(String sql) {
    return server.query(name, sql);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
