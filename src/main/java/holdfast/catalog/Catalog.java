package holdfast.catalog;

import java.util.function.Function;
import javax.sql.DataSource;

/**
 * What this installation remembers. Thread-safe.
 *
 * <p>Work is a function of the {@link Stores}, which are valid only while it runs. It must not call
 * a catalog again, nor a database or a destination: while it runs it holds a connection, and on
 * SQLite the only one that writes.
 *
 * <p>Failures of the catalog's own database are unchecked ({@link CatalogException}): nobody in the
 * middle can mend them.
 */
public interface Catalog extends AutoCloseable {

  /**
   * The identity of this installation, 8 hex digits, made once. All nodes that share a catalog
   * share it.
   */
  String instanceId();

  /** Runs {@code work} on a consistent view. What it writes is an error. */
  <T> T read(Function<Stores, T> work);

  /**
   * Runs {@code work} in one transaction: committed when it returns, rolled back when it throws.
   * Never run twice.
   */
  <T> T write(Function<Stores, T> work);

  /**
   * Where the queue of runs keeps its table, {@code scheduled_tasks}. Each statement commits by
   * itself; on SQLite this is the one connection that writes, so that a holder who waits for
   * another transaction waits for ever. A queue entry that must stand or fall with a row goes
   * through {@link Stores#connection()} instead.
   */
  DataSource queue();

  @Override
  void close();
}
