package holdfast.catalog;

import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * The schema, step by step: steps that both engines share, where only the words below differ, and
 * steps of one engine alone.
 */
record Migrations(String folder, Map<String, String> words) {
  static final Migrations SQLITE =
      new Migrations(
          "sqlite",
          Map.of(
              "key", "TEXT",
              "bytes", "BLOB",
              "counter", "INTEGER PRIMARY KEY",
              "clustered", "WITHOUT ROWID",
              "by_equality", ""));

  // Keys compare as bytes: a language's collation would be slower, and its order another.
  static final Migrations POSTGRESQL =
      new Migrations(
          "postgresql",
          Map.of(
              "key", "TEXT COLLATE \"C\"",
              "bytes", "BYTEA",
              "counter", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
              "clustered", "",
              "by_equality", "USING hash"));

  /**
   * Brings the schema to this version; one that a newer version has left stays as it is.
   *
   * @throws CatalogException when the database cannot be reached, holds other tables, or refuses
   */
  void run(DataSource database) {
    try {
      configure(database).load().migrate();
    } catch (FlywayException e) {
      throw new CatalogException(words(e), e);
    }
  }

  /** The library's own advice would make a catalog among somebody else's tables. */
  private static String words(FlywayException e) {
    return e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE
        ? "the database of the catalog holds tables that are not Holdfast's; take an empty database"
        : "the schema of the catalog cannot be made or renewed: " + said(e);
  }

  /** The database's own words, which say where it is; the library's run over many lines. */
  private static String said(Throwable e) {
    Throwable cause = e.getCause();
    return e instanceof SQLException || cause == null
        ? String.valueOf(e.getMessage())
        : said(cause);
  }

  FluentConfiguration configure(DataSource database) {
    return Flyway.configure()
        .dataSource(database)
        .table("schema_history")
        .locations("classpath:holdfast/catalog/shared", "classpath:holdfast/catalog/" + folder)
        .placeholders(words);
  }
}
