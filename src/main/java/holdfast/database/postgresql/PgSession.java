package holdfast.database.postgresql;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.Secret;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One session for our own few statements, with timeouts for everything; closed by whoever opened
 * it. For one thread.
 */
final class PgSession implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);

  private final PgUri uri;
  private final Connection connection;

  private PgSession(PgUri uri, Connection connection) {
    this.uri = uri;
    this.connection = connection;
  }

  /**
   * Logs in.
   *
   * @param name what the server shows as the session's application_name
   */
  static PgSession open(PgUri uri, String name) throws FailureException {
    try {
      return new PgSession(uri, source(uri, name).getConnection());
    } catch (SQLException e) {
      throw PgFailures.of(e, uri, FailureCode.DATABASE_UNREACHABLE);
    }
  }

  private static PGSimpleDataSource source(PgUri uri, String name) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {uri.host()});
    source.setPortNumbers(new int[] {uri.port()});
    source.setDatabaseName(uri.database());
    source.setUser(uri.user());
    // Never null: the driver would then look for the password in this machine's own files.
    source.setPassword(uri.password().map(Secret::reveal).orElse(""));
    source.setApplicationName(name);
    source.setSslMode(uri.options().getOrDefault("sslmode", "prefer"));
    Optional.ofNullable(uri.options().get("sslrootcert")).ifPresent(source::setSslRootCert);
    Optional.ofNullable(uri.options().get("channel_binding")).ifPresent(source::setChannelBinding);
    source.setConnectTimeout((int) CONNECT_TIMEOUT.toSeconds());
    source.setLoginTimeout((int) LOGIN_TIMEOUT.toSeconds());
    source.setSocketTimeout((int) ANSWER_TIMEOUT.toSeconds());
    source.setTcpKeepAlive(true);
    return source;
  }

  PgUri uri() {
    return uri;
  }

  /** The first column of all rows. */
  List<String> texts(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        List<String> texts = new ArrayList<>();
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
        return texts;
      }
    }
  }

  /** The first column of the only row. */
  String text(String sql, Object... parameters) throws SQLException {
    List<String> texts = texts(sql, parameters);
    if (texts.size() != 1) {
      throw new SQLException("expected one row, got " + texts.size());
    }
    return texts.getFirst();
  }

  boolean truth(String sql, Object... parameters) throws SQLException {
    return "t".equals(text(sql, parameters));
  }

  long number(String sql, Object... parameters) throws SQLException {
    return Long.parseLong(text(sql, parameters));
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // The session is of no more use, and the server ends it when the socket is gone.
      return;
    }
  }
}
