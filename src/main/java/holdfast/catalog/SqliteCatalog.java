package holdfast.catalog;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/** Opens a catalog in one file on this machine. */
public final class SqliteCatalog {
  // A row of the clustered table must fit four to a page, or it overflows into pages of its own:
  // 4 KiB pages hold rows of 1 002 bytes, and a copy with its document is longer.
  private static final int PAGE_BYTES = 8192;
  private static final int CACHE_KIB = 16 * 1024;
  private static final long MMAP_BYTES = 0x7fff0000L; // the most that SQLite is built for
  private static final int WAIT_MILLIS = 10_000;
  private static final int READERS = 4;

  private SqliteCatalog() {}

  /**
   * Opens the catalog in {@code file}, made when there is none, with the schema brought to this
   * version. One process at a time may have it open for long; the folder must be there.
   *
   * @throws CatalogException when it cannot be opened: no folder, no rights, no SQLite file,
   *     damaged
   */
  public static Catalog open(Path file, SecretCipher cipher, CopyDocument document) {
    try {
      prepare(file);
      Migrations.SQLITE.run(source(file, config()));
      return SqlCatalog.open(
          new SqlCatalog.Access(writer(file), readers(file), "", "", ""), cipher, document);
    } catch (CatalogException e) {
      throw e;
    } catch (IOException | SQLException | RuntimeException e) {
      throw new CatalogException("cannot open the catalog %s: %s".formatted(file, e), e);
    }
  }

  /**
   * The page size must be set before anything else touches the file, so it cannot stand among the
   * other pragmas, whose order is the driver's.
   */
  private static void prepare(Path file) throws IOException, SQLException {
    createForOwnerOnly(file);
    SQLiteConfig config = new SQLiteConfig();
    config.setPageSize(PAGE_BYTES);
    config.setBusyTimeout(WAIT_MILLIS);
    try (Connection connection = source(file, config).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
    }
  }

  private static void createForOwnerOnly(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      // Its owner may have chosen other rights: they stay.
    }
  }

  private static HikariConfig writer(Path file) {
    SQLiteConfig config = config();
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    HikariConfig pool = pool(source(file, config));
    pool.setPoolName("catalog-writer");
    pool.setMaximumPoolSize(1);
    return pool;
  }

  private static HikariConfig readers(Path file) {
    SQLiteConfig config = config();
    config.setReadOnly(true);
    HikariConfig pool = pool(source(file, config));
    pool.setPoolName("catalog-readers");
    pool.setReadOnly(true);
    pool.setMaximumPoolSize(READERS);
    return pool;
  }

  /** The file as it is, of a catalog that nobody has open. */
  static DataSource readOnly(Path file) {
    SQLiteConfig config = config();
    config.setReadOnly(true);
    return source(file, config);
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.enforceForeignKeys(true);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(WAIT_MILLIS);
    config.setCacheSize(-CACHE_KIB);
    config.setPragma(Pragma.MMAP_SIZE, Long.toString(MMAP_BYTES));
    return config;
  }

  private static SQLiteDataSource source(Path file, SQLiteConfig config) {
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    return source;
  }

  /** Connections that stay open: a new one would have to read the schema and fill its cache. */
  private static HikariConfig pool(SQLiteDataSource source) {
    HikariConfig pool = new HikariConfig();
    pool.setDataSource(source);
    pool.setMaxLifetime(0);
    pool.setKeepaliveTime(0);
    return pool;
  }
}
