package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.testing.Leftovers;
import holdfast.testing.Runs;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A restored database gets what its predecessor said of itself. */
class SuccessorTest extends BesideFixture {
  private static final String OF_THE_DATABASE =
      """
      SELECT concat_ws(' ', encoding, datcollate, datctype, pg_get_userbyid(datdba), datconnlimit, datacl,
        shobj_description(d.oid, 'pg_database'),
        (SELECT string_agg(setrole || ':' || setconfig::text, ' ' ORDER BY setrole)
         FROM pg_db_role_setting WHERE setdatabase = d.oid))
      FROM pg_database d WHERE datname = current_database()
      """;

  @Test
  void keepsWhatBelongsToTheDatabaseItself() throws Exception {
    database.fill();
    String name = '"' + database.name() + '"';
    database.execute(
        """
        ALTER DATABASE $1 SET search_path TO "Sales Data", "$user", public;
        ALTER DATABASE $1 SET timezone TO 'Europe/Berlin';
        ALTER ROLE keeper IN DATABASE $1 SET work_mem TO '5MB';
        ALTER ROLE keeper IN DATABASE $1 SET search_path TO '', 'a "b"';
        ALTER DATABASE $1 SET default_transaction_read_only TO on;
        ALTER DATABASE $1 CONNECTION LIMIT 17;
        COMMENT ON DATABASE $1 IS 'Anna''s "shop" 🦊';
        REVOKE ALL ON DATABASE $1 FROM PUBLIC;
        GRANT CONNECT ON DATABASE $1 TO "Report Reader" WITH GRANT OPTION;
        """
            .replace("$1", name));
    List<String> before = database.query(OF_THE_DATABASE);
    String oid =
        database.query("SELECT oid FROM pg_database WHERE datname = current_database()").getFirst();

    PostgresDumps.restore(PostgresDumps.dump(database), run);

    assertThat(database.query(OF_THE_DATABASE)).isEqualTo(before);
    assertThat(database.query("SELECT oid FROM pg_database WHERE datname = current_database()"))
        .as("it is another database now")
        .doesNotContain(oid);
  }

  @Test
  void refusesEarlyWhenItCannotKeepWhatBelongsToTheDatabase() throws Exception {
    database.fill();
    database.execute(
        """
        ALTER DATABASE "$1" SET app.motto TO 'it''s a \\ "day"';
        ALTER DATABASE "$1" SET log_statement TO 'all';
        """
            .replace("$1", database.name()));
    byte[] dump = PostgresDumps.dump(database);
    try (Restoration restoration = driver.restore(run)) {
      Failure failure = failure(() -> restoration.write(dump, 0, dump.length));
      assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_RIGHTS);
      assertThat(failure.message())
          .contains("the setting app.motto, which the target has: ", "permission denied")
          .doesNotContain("day");
      assertThat(failure.hint()).contains("GRANT SET ON PARAMETER ... TO \"keeper\"");
    }
    assertThat(Leftovers.of(run.tag(), database)).isEmpty();

    server.execute("postgres", "GRANT SET ON PARAMETER log_statement, app.motto TO keeper");
    try {
      PostgresDumps.restore(dump, database);
    } finally {
      server.execute("postgres", "REVOKE SET ON PARAMETER log_statement, app.motto FROM keeper");
    }
    assertThat(database.query("SHOW log_statement")).containsExactly("all");
    RunContext asSuperuser = Runs.on(database.connection("postgres", ""));
    PostgresDumps.restore(dump, asSuperuser);
    assertThat(database.query("SHOW log_statement")).containsExactly("all");
    assertThat(database.query("SHOW app.motto")).containsExactly("it's a \\ \"day\"");
  }
}
