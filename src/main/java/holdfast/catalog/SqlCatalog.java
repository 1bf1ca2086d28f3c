package holdfast.catalog;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;

/** The catalog on two pools: one whose connections write, one whose connections cannot. */
final class SqlCatalog implements Catalog {
  private static final ScopedValue<Boolean> AT_WORK = ScopedValue.newInstance();
  private static final String NAME_INSTANCE =
      "INSERT INTO instance (only_row, id) VALUES (1, :id) ON CONFLICT DO NOTHING";
  private static final String INSTANCE = "SELECT id FROM instance";

  private final HikariDataSource writers;
  private final HikariDataSource readers;
  private final SecretCipher cipher;
  private final CopyDocument document;
  private final Jdbi writing;
  private final Jdbi reading;
  private final String instanceId;

  private SqlCatalog(
      HikariDataSource writers,
      HikariDataSource readers,
      SecretCipher cipher,
      CopyDocument document) {
    this.writers = writers;
    this.readers = readers;
    this.cipher = cipher;
    this.document = document;
    writing = jdbi(writers);
    reading = jdbi(readers);
    instanceId = nameInstance();
    writing.useTransaction(handle -> new KeyCheck(handle, cipher).pass());
  }

  /**
   * How the engine is reached.
   *
   * @param rowLock what makes a query lock its rows; empty where only one writes at a time
   * @param skipLocked the same, passing over those that others have locked; empty likewise
   * @param forUpdate what makes a query lock its rows also against rows that would refer to them;
   *     empty likewise
   */
  record Access(
      HikariConfig writers,
      HikariConfig readers,
      String rowLock,
      String skipLocked,
      String forUpdate) {}

  /** Opens both pools, or neither when one fails. */
  static SqlCatalog open(Access access, SecretCipher cipher, CopyDocument document) {
    List<HikariDataSource> pools = new ArrayList<>();
    try {
      pools.add(new HikariDataSource(access.writers()));
      pools.add(new HikariDataSource(access.readers()));
      SqlCatalog catalog = new SqlCatalog(pools.getFirst(), pools.getLast(), cipher, document);
      catalog.writing.define("row_lock", access.rowLock());
      catalog.writing.define("skip_locked", access.skipLocked());
      catalog.writing.define("for_update", access.forUpdate());
      return catalog;
    } catch (RuntimeException e) {
      pools.forEach(HikariDataSource::close);
      throw e;
    }
  }

  private static Jdbi jdbi(DataSource pool) {
    Jdbi jdbi = Jdbi.create(pool);
    // Messages would show the values of the failed statement, and go into logs.
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    return jdbi;
  }

  private String nameInstance() {
    byte[] random = new byte[4];
    new SecureRandom().nextBytes(random);
    return writing.inTransaction(
        handle -> {
          handle.createUpdate(NAME_INSTANCE).bind("id", HexFormat.of().formatHex(random)).execute();
          return handle.createQuery(INSTANCE).mapTo(String.class).one();
        });
  }

  @Override
  public String instanceId() {
    return instanceId;
  }

  @Override
  public <T> T read(Function<Stores, T> work) {
    return run(reading, work);
  }

  @Override
  public <T> T write(Function<Stores, T> work) {
    return run(writing, work);
  }

  private <T> T run(Jdbi jdbi, Function<Stores, T> work) {
    if (AT_WORK.isBound()) {
      throw new IllegalStateException("work in a catalog must not call a catalog again");
    }
    try {
      return ScopedValue.where(AT_WORK, true)
          .call(
              () ->
                  jdbi.inTransaction(
                      handle -> work.apply(new SqlStores(handle, cipher, document))));
    } catch (JdbiException e) {
      throw new CatalogException("the catalog's database failed: " + reason(e), e);
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? String.valueOf(failure.getMessage()) : reason(cause);
  }

  @Override
  public DataSource queue() {
    return writers;
  }

  @Override
  public void close() {
    readers.close();
    writers.close();
  }
}
