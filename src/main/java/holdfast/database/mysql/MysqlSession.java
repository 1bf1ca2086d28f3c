package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.model.FailureException;
import holdfast.model.Secret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.Connection;
import org.mariadb.jdbc.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session for our own statements and those of a restored dump, with timeouts for everything;
 * closed by whoever opened it. For one thread, but for {@link #abort}.
 */
final class MysqlSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MysqlSession.class);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);

  /** A statement of a dump may build a large index. */
  private static final Duration LONG_ANSWER_TIMEOUT = Duration.ofHours(6);

  private final MysqlUri uri;
  private final Connection connection;

  private MysqlSession(MysqlUri uri, Connection connection) {
    this.uri = uri;
    this.connection = connection;
  }

  /** Logs in, and uses the database that the connection names, if it names one. */
  static MysqlSession open(MysqlUri uri) throws FailureException {
    return open(uri, ANSWER_TIMEOUT);
  }

  /** Logs in for statements that may take long. */
  static MysqlSession openForLong(MysqlUri uri) throws FailureException {
    return open(uri, LONG_ANSWER_TIMEOUT);
  }

  private static MysqlSession open(MysqlUri uri, Duration timeout) throws FailureException {
    CaFile.require(uri);
    try {
      MysqlSession session = new MysqlSession(uri, connect(uri, timeout));
      try {
        session.execute(SessionSettings.NOTE_GIVEN);
        session.resetSettings();
        if (!uri.database().isEmpty()) {
          session.execute("USE " + Sql.name(uri.database()));
        }
      } catch (SQLException e) {
        session.close();
        throw e;
      }
      return session;
    } catch (SQLException e) {
      throw MysqlFailures.ofLogin(e, uri);
    }
  }

  private static Connection connect(MysqlUri uri, Duration timeout) throws SQLException {
    return switch (uri.tls()) {
      case DISABLED -> connect(uri, timeout, "disable");
      case REQUIRED -> connect(uri, timeout, "trust");
      case VERIFY_CA -> connect(uri, timeout, "verify-ca");
      case VERIFY_IDENTITY -> connect(uri, timeout, "verify-full");
      case PREFERRED -> {
        try {
          yield connect(uri, timeout, "trust");
        } catch (SQLException e) {
          if (!MysqlFailures.isConnectionLost(e) || MysqlFailures.isSilence(e)) {
            throw e;
          }
          yield connect(uri, timeout, "disable"); // It may be a server without TLS.
        }
      }
    };
  }

  private static Connection connect(MysqlUri uri, Duration timeout, String sslMode)
      throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("user", uri.user());
    // Never missing: the driver would then look for the password elsewhere.
    settings.setProperty("password", uri.password().map(Secret::reveal).orElse(""));
    settings.setProperty("sslMode", sslMode);
    settings.setProperty("allowPublicKeyRetrieval", String.valueOf(!uri.tls().verifies()));
    settings.setProperty("allowMultiQueries", "false");
    settings.setProperty("allowLocalInfile", "false");
    settings.setProperty("connectTimeout", Long.toString(CONNECT_TIMEOUT.toMillis()));
    settings.setProperty("socketTimeout", Long.toString(timeout.toMillis()));
    settings.setProperty("tcpKeepAlive", "true");
    uri.caFile().ifPresent(file -> settings.setProperty("serverSslCert", file));
    // The host is of letters that mean nothing here: MysqlUri sees to that.
    String address = "jdbc:mariadb://address=(host=%s)(port=%d)/".formatted(uri.host(), uri.port());
    return Driver.connect(Configuration.parse(address, settings));
  }

  MysqlUri uri() {
    return uri;
  }

  /** Makes the settings ours again, after statements of a dump. */
  void resetSettings() throws SQLException {
    for (String setting : SessionSettings.OWN) {
      execute(setting);
    }
  }

  /** What is made of a row. */
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** What is made of all rows, in their order. */
  <T> List<T> rows(Row<T> each, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet rows = statement.executeQuery(sql)) {
        List<T> all = new ArrayList<>();
        while (rows.next()) {
          all.add(each.of(rows));
        }
        return all;
      }
    }
  }

  /** The first column of all rows. */
  List<String> texts(String sql) throws SQLException {
    return rows(row -> row.getString(1), sql);
  }

  /** The first column of the only row. */
  String text(String sql) throws SQLException {
    List<String> texts = texts(sql);
    if (texts.size() != 1) {
      throw new SQLException("expected one row, got " + texts.size());
    }
    return texts.getFirst();
  }

  boolean truth(String sql) throws SQLException {
    return "1".equals(text(sql));
  }

  void execute(String sql) throws SQLException {
    byte[] bytes = sql.getBytes(UTF_8);
    execute(bytes, bytes.length);
  }

  /** Runs a statement in the character set that the session was last told. */
  void execute(byte[] statement, int length) throws SQLException {
    connection.getClient().execute(new RawStatement(statement, length), false);
  }

  /**
   * Sets a variable of the session where the server has it and the user may: newer MySQL wants a
   * right for some that few restores need.
   */
  void setIfPossible(String assignment) throws SQLException {
    try {
      execute("SET SESSION " + assignment);
    } catch (SQLException e) {
      MysqlFailures.throwIfLost(e);
    }
  }

  /** Whether the server takes names in capitals for the same in small letters. */
  boolean hasSmallNames() throws SQLException {
    return truth("SELECT @@lower_case_table_names > 0");
  }

  /** How many the last statement left that was run by {@link #execute}. */
  int warnings() {
    return connection.getContext().getWarning();
  }

  /** Ends it while another thread waits for an answer. */
  void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.warn("a session could not be cut: {}", e.getMessage());
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
