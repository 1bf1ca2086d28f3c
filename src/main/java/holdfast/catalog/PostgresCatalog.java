package holdfast.catalog;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** Opens a catalog in a PostgreSQL database, which many nodes may share. */
public final class PostgresCatalog {
  /** Leaves keys as they are, so that rows which refer to the locked ones can still be made. */
  static final String ROW_LOCK = "FOR NO KEY UPDATE";

  static final String SKIP_LOCKED = ROW_LOCK + " SKIP LOCKED";

  /**
   * Our transactions never wait for anything but the database. One that idles belongs to a node
   * that was stopped or has lost its machine, and holds rows that others need to take its runs up.
   */
  private static final Duration IDLE_LIMIT = Duration.ofSeconds(10);

  private PostgresCatalog() {}

  /**
   * How to reach the database.
   *
   * @param jdbcUrl {@code jdbc:postgresql://host/database?user=...&password=...}
   * @param writers how many transactions may write at a time
   * @param readers how many may read besides
   * @param statementLimit how long a statement may take
   */
  public record Settings(String jdbcUrl, int writers, int readers, Duration statementLimit) {
    public static Settings of(String jdbcUrl) {
      return new Settings(jdbcUrl, 5, 10, Duration.ofSeconds(30));
    }

    /** Without the URL, which may hold a password. */
    @Override
    public String toString() {
      return "Settings[writers=%d, readers=%d, statementLimit=%s]"
          .formatted(writers, readers, statementLimit);
    }
  }

  /**
   * Opens the catalog, with the schema made or brought to this version.
   *
   * @throws CatalogException when the database cannot be reached or used
   */
  public static Catalog open(Settings settings, SecretCipher cipher, CopyDocument document) {
    try {
      Migrations.POSTGRESQL.run(source(settings, false));
      return SqlCatalog.open(
          new SqlCatalog.Access(
              writers(settings), readers(settings), ROW_LOCK, SKIP_LOCKED, "FOR UPDATE"),
          cipher,
          document);
    } catch (CatalogException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CatalogException("cannot open the catalog in PostgreSQL: " + e.getMessage(), e);
    }
  }

  /**
   * Whether the database holds no catalog yet.
   *
   * @throws CatalogException when the database cannot be reached
   */
  public static boolean isNew(Settings settings) {
    try (Connection connection = source(settings, true).getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT to_regclass('schema_history') IS NULL")) {
      row.next();
      return row.getBoolean(1);
    } catch (SQLException e) {
      throw new CatalogException("cannot reach the catalog in PostgreSQL: " + e.getMessage(), e);
    }
  }

  private static HikariConfig writers(Settings settings) {
    HikariConfig pool = pool(settings, "catalog-writers", settings.writers());
    // Whoever has waited for a row has to see what was committed meanwhile.
    pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    return pool;
  }

  private static HikariConfig readers(Settings settings) {
    HikariConfig pool = pool(settings, "catalog-readers", settings.readers());
    pool.setReadOnly(true);
    pool.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    return pool;
  }

  private static HikariConfig pool(Settings settings, String name, int size) {
    HikariConfig pool = new HikariConfig();
    pool.setDataSource(source(settings, true));
    pool.setPoolName(name);
    pool.setMaximumPoolSize(size);
    pool.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
    return pool;
  }

  /**
   * @param limited whether statements may take only so long
   */
  static PGSimpleDataSource source(Settings settings, boolean limited) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    try {
      source.setUrl(settings.jdbcUrl());
    } catch (IllegalArgumentException e) {
      // The cause is left out: its message shows the URL, and the password in it.
      throw new CatalogException(
          "the catalog's database URL cannot be read; write jdbc:postgresql://host:5432/db?user=...&password=...");
    }
    source.setReWriteBatchedInserts(true);
    source.setLogServerErrorDetail(false); // messages would show rows, and statements with values
    source.setApplicationName("holdfast");
    source.setConnectTimeout(10);
    source.setTcpKeepAlive(true);
    if (limited) {
      long millis = settings.statementLimit().toMillis();
      source.setSocketTimeout((int) settings.statementLimit().plusSeconds(30).toSeconds());
      source.setOptions(
          "-c statement_timeout=%d -c idle_in_transaction_session_timeout=%d"
              .formatted(millis, IDLE_LIMIT.toMillis()));
    }
    return source;
  }
}
