package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.testing.PostgresDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Databases that work, and that pg_restore cannot make again: what helps is said, and helps. */
class UnrestorableTest extends BesideFixture {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "sql | SELECT unaccent($1) | CREATE INDEX found ON word (plain(word)) | 1",
        "sql | SELECT unaccent('unaccent', $1) | ALTER TABLE word ADD CHECK (plain(word) <> '') | 0",
        "sql | SELECT $1::citext::text | CREATE INDEX found ON word (plain(word)) | 1",
        "plpgsql | BEGIN RETURN (SELECT min(word) FROM word); END | CREATE MATERIALIZED VIEW least AS SELECT plain('') | 1",
      })
  void aFunctionThatNamesNoSchema(String language, String body, String use, int rowsByHand)
      throws Exception {
    database.execute("CREATE EXTENSION unaccent; CREATE EXTENSION citext");
    database.executeAsKeeper(
        """
        CREATE TABLE word (word text); INSERT INTO word VALUES ('é');
        CREATE FUNCTION plain(text) RETURNS text LANGUAGE %s IMMUTABLE AS $$%s$$;
        %s
        """
            .formatted(language, body, use));
    byte[] dump = PostgresDumps.dump(database);

    Failure failure = failure(() -> PostgresDumps.restore(dump, run));

    assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_FAILED);
    assertThat(failure.message()).contains("does not exist");
    assertThat(failure.hint())
        .contains("ALTER FUNCTION ... SET search_path = ...", "without --exit-on-error");
    PostgresDatabase byHand = server.createDatabase();
    StockTools.restore(dump, byHand);
    assertThat(byHand.query("SELECT word FROM word")).hasSize(rowsByHand);
    database.executeAsKeeper("ALTER FUNCTION plain SET search_path = public");
    PostgresDumps.restore(PostgresDumps.dump(database), run);
    assertThat(database.query("SELECT word FROM word")).containsExactly("é");
  }

  @Test
  void aMaterializedViewFromWhoseOwnerRowsMayBeHidden() throws Exception {
    server.execute("postgres", "CREATE ROLE reporter; GRANT reporter TO keeper");
    try {
      database.executeAsKeeper(
          """
          CREATE TABLE purchase (id int); INSERT INTO purchase VALUES (1);
          ALTER TABLE purchase ENABLE ROW LEVEL SECURITY;
          CREATE POLICY shown ON purchase USING (true);
          GRANT SELECT ON purchase TO reporter;
          GRANT CREATE ON SCHEMA public TO reporter;
          SET ROLE reporter;
          CREATE MATERIALIZED VIEW purchases AS SELECT count(*) FROM purchase;
          """);
      byte[] dump = PostgresDumps.dump(database);

      Failure failure = failure(() -> PostgresDumps.restore(dump, run));

      assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_FAILED);
      assertThat(failure.message()).contains("row-level security policy");
      assertThat(failure.hint()).contains("ALTER ROLE ... BYPASSRLS");
      server.execute("postgres", "ALTER ROLE reporter BYPASSRLS");
      PostgresDumps.restore(dump, run);
      assertThat(database.query("SELECT count FROM purchases")).containsExactly("1");
    } finally {
      dropDatabases();
      server.execute("postgres", "DROP ROLE reporter");
    }
  }
}
