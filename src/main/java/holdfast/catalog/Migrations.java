package holdfast.catalog;

import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
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

  /** Brings the schema to this version; one that a newer version has left stays as it is. */
  void run(DataSource database) {
    configure(database).load().migrate();
  }

  FluentConfiguration configure(DataSource database) {
    return Flyway.configure()
        .dataSource(database)
        .table("schema_history")
        .locations("classpath:holdfast/catalog/shared", "classpath:holdfast/catalog/" + folder)
        .placeholders(words);
  }
}
