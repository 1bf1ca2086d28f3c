package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Restoration;
import holdfast.model.ConnectionUri;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresServers;
import holdfast.testing.Runs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a restore refuses before it touches anything. */
class RestoreRequirementsTest extends BesideFixture {
  @Test
  void namesAllThatIsMissingBeforeItTouchesAnything() throws Exception {
    byte[] archive =
        new ArchiveWriter(14)
            .header()
            .entries(5)
            .entry(1, false, "EXTENSION", "no_such_thing", "CREATE EXTENSION no_such_thing;", "")
            .entry(2, false, "EXTENSION", "plperlu", "CREATE EXTENSION plperlu;", "")
            .entry(3, false, "TABLE", "t", "CREATE TABLE public.t ();", "Otto's")
            .entry(
                4, false, "ACL", "TABLE t", "GRANT SELECT ON TABLE public.t TO lena;", "postgres")
            .entry(5, false, "TABLE", "u", "CREATE TABLE public.u ();", "postgres")
            .bytes();
    try (Restoration restoration = driver.restore(run)) {
      Failure failure = failure(() -> restoration.write(archive, 0, archive.length));

      assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
      assertThat(failure.message())
          .contains(
              "the role Otto's is missing",
              "the role lena is missing",
              "nothing can be given to the role postgres, which is as good as a superuser (as the TABLE public.u)",
              "the extension no_such_thing is not installed");
      assertThat(failure.hint()).contains("CREATE ROLE \"Otto's\"", "CREATE ROLE \"lena\"");
      assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
    }
  }

  /** A role of which the superuser is a member is none; a member of the superuser's is one. */
  @Test
  void namesWhatItCostsToLetTheLoginGiveSomethingToASuperuser() throws Exception {
    server.execute(
        "postgres",
        "CREATE ROLE boss NOLOGIN; GRANT postgres TO boss; CREATE ROLE aide; GRANT aide TO postgres");
    try {
      database.execute(
          """
          CREATE TABLE of_postgres (); CREATE TABLE of_boss (); CREATE TABLE of_aide ();
          ALTER TABLE of_boss OWNER TO boss; ALTER TABLE of_aide OWNER TO aide;
          """);
      byte[] dump = PostgresDumps.dump(database.connection("postgres", ""));

      Failure failure = failure(() -> PostgresDumps.restore(dump, run));

      assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
      assertThat(failure.message())
          .contains("the role postgres, which is as good as a superuser", "the role aide")
          .doesNotContain("aide, which");
      assertThat(failure.hint())
          .startsWith("What belongs to a superuser: restore it as a superuser;")
          .contains(
              "as powerful as a superuser: GRANT \"boss\" TO \"keeper\"; GRANT \"postgres\" TO \"keeper\".",
              "nothing was touched: GRANT \"aide\" TO \"keeper\".");
    } finally {
      PostgresServers.dropDatabases();
      server.execute("postgres", "DROP ROLE boss, aide");
    }
  }

  @Test
  void refusesARoleThatDoesNotOwnTheTarget() {
    database.execute("DROP ROLE IF EXISTS clerk; CREATE ROLE clerk LOGIN PASSWORD 'x'");
    ConnectionUri clerk = database.connection("clerk", "x");

    Failure failure = failure(() -> driver.restore(Runs.on(clerk)));

    assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_RIGHTS);
    assertThat(failure.hint())
        .contains("ALTER DATABASE \"%s\" OWNER TO \"clerk\"".formatted(database.name()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT pg_create_logical_replication_slot('held', 'pgoutput') | the replication slot held | SELECT pg_drop_replication_slot('held')",
        "BEGIN; CREATE TABLE t (); PREPARE TRANSACTION 'half' | the prepared transaction half | ROLLBACK PREPARED 'half'",
        "CREATE SUBSCRIPTION news CONNECTION 'host=127.0.0.1' PUBLICATION p WITH (connect = false, slot_name = NONE) | the subscription news | DROP SUBSCRIPTION news",
      })
  void refusesATargetThatSomethingHoldsOnTo(String hindrance, String name, String end) {
    database.execute(hindrance);
    try {
      Failure failure = failure(() -> driver.restore(run));
      assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
      assertThat(failure.message()).contains(name);
    } finally {
      database.execute(end);
    }
  }
}
