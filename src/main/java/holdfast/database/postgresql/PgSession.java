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
import org.postgresql.jdbc.PreferQueryMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session for our own few statements, with timeouts for everything; closed by whoever opened
 * it. For one thread.
 */
final class PgSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PgSession.class);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration LONG_ANSWER_TIMEOUT = Duration.ofMinutes(30);

  private static final Duration LONGEST_BACKUP = Duration.ofDays(30);

  /** So many of the longest answers a session may wait for in all. */
  private static final int ANSWERS = 2;

  /** What the role or the database has as a default must not get in the way of our statements. */
  private static final String OWN_SETTINGS =
      """
      SET search_path = pg_catalog;
      SET statement_timeout = 0;
      SET lock_timeout = 0;
      SET idle_in_transaction_session_timeout = 0;
      SET default_transaction_read_only = off;
      SELECT set_config('transaction_timeout', '0', false)
      WHERE current_setting('transaction_timeout', true) IS NOT NULL -- since version 17
      """;

  private final PgUri uri;
  private final Connection connection;
  private final Thread deadline;

  /**
   * @param lifetime after which the connection is cut: the driver's timeouts are of one read, and a
   *     server that sends a byte now and then would never meet them
   */
  private PgSession(PgUri uri, Connection connection, Duration lifetime) {
    this.uri = uri;
    this.connection = connection;
    this.deadline = Thread.ofVirtual().start(() -> cutAfter(lifetime));
  }

  private void cutAfter(Duration lifetime) {
    try {
      Thread.sleep(lifetime);
      connection.abort(Runnable::run);
    } catch (InterruptedException closedInTime) {
      return;
    } catch (SQLException e) {
      LOG.warn("a session that lasts too long could not be cut: {}", e.getMessage());
    }
  }

  /**
   * Logs in.
   *
   * @param name what the server shows as the session's application_name
   */
  static PgSession open(PgUri uri, String name) throws FailureException {
    return open(uri, name, ANSWER_TIMEOUT);
  }

  /** Logs in for statements that may take long: creating and dropping databases. */
  static PgSession openForLong(PgUri uri, String name) throws FailureException {
    return open(uri, name, LONG_ANSWER_TIMEOUT);
  }

  /** Logs in as a standby would, for commands of the replication protocol. */
  static PgSession openForReplication(PgUri uri, String name) throws FailureException {
    return openForReplication(uri, name, ANSWER_TIMEOUT);
  }

  /** The same for a session that lasts as long as a backup does. */
  static PgSession openToHold(PgUri uri, String name) throws FailureException {
    return openForReplication(uri, name, LONGEST_BACKUP);
  }

  private static PgSession openForReplication(PgUri uri, String name, Duration lifetime)
      throws FailureException {
    PGSimpleDataSource source = source(uri, name, ANSWER_TIMEOUT);
    source.setReplication("true");
    source.setPreferQueryMode(PreferQueryMode.SIMPLE);
    source.setAssumeMinServerVersion("9.4"); // Else it would set parameters, which is SQL.
    try {
      return new PgSession(uri, source.getConnection(), lifetime);
    } catch (SQLException e) {
      throw PgFailures.of(e, uri, FailureCode.DATABASE_UNREACHABLE);
    }
  }

  private static PgSession open(PgUri uri, String name, Duration timeout) throws FailureException {
    try {
      PgSession session =
          new PgSession(
              uri, source(uri, name, timeout).getConnection(), timeout.multipliedBy(ANSWERS));
      try {
        session.execute(OWN_SETTINGS);
      } catch (SQLException e) {
        session.close();
        throw e;
      }
      return session;
    } catch (SQLException e) {
      throw PgFailures.ofLogin(e, uri);
    }
  }

  private static PGSimpleDataSource source(PgUri uri, String name, Duration timeout) {
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
    source.setSocketTimeout((int) timeout.toSeconds());
    source.setTcpKeepAlive(true);
    return source;
  }

  PgUri uri() {
    return uri;
  }

  /** What is made of a row. */
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** What is made of all rows, in their order. */
  <T> List<T> rows(Row<T> each, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        List<T> all = new ArrayList<>();
        while (rows.next()) {
          all.add(each.of(rows));
        }
        return all;
      }
    }
  }

  /** The first column of all rows. */
  List<String> texts(String sql, Object... parameters) throws SQLException {
    return rows(row -> row.getString(1), sql, parameters);
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
    deadline.interrupt();
    try {
      connection.close();
    } catch (SQLException e) {
      // The session is of no more use, and the server ends it when the socket is gone.
      return;
    }
  }
}
