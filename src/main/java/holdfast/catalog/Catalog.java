package holdfast.catalog;

import java.util.function.Function;

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

  @Override
  void close();
}
