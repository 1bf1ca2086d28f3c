package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.ConnectionUri;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.RecordingLog;
import holdfast.testing.Runs;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PgRestorationTest {
  private static final String OF_THE_DATABASE =
      """
      SELECT concat_ws(' ', encoding, datcollate, datctype, pg_get_userbyid(datdba), datconnlimit, datacl,
        shobj_description(d.oid, 'pg_database'),
        (SELECT string_agg(setrole || ':' || setconfig::text, ' ' ORDER BY setrole)
         FROM pg_db_role_setting WHERE setdatabase = d.oid))
      FROM pg_database d WHERE datname = current_database()
      """;

  private final PostgresServer server = PostgresServers.shared(15);
  private final PostgresDatabase database = server.createDatabase();
  private final PostgresqlDriver driver = new PostgresqlDriver();
  private final RecordingLog log = new RecordingLog();
  private final RunContext run = new RunContext(database.connection(), Runs.newTag(), log);

  @AfterEach
  void dropDatabases() {
    PostgresServers.dropDatabases();
  }

  /** Which a restore uses for what it does beside its target, when it is not the target. */
  @Test
  void restoresTheDatabasePostgresLikeAnyOther() throws Exception {
    try (PostgresServer own = PostgresServers.start(15)) {
      PostgresDatabase postgres = new PostgresDatabase(own, "postgres");
      own.execute("postgres", "ALTER DATABASE postgres OWNER TO keeper");
      postgres.fill();
      Object before = postgres.contents();
      byte[] dump = PostgresDumps.dump(postgres);
      postgres.change();

      PostgresDumps.restore(dump, postgres);

      assertThat(postgres.contents()).isEqualTo(before);
      assertThat(own.query("postgres", "SELECT datname FROM pg_database ORDER BY 1"))
          .containsExactly("postgres", "template0", "template1");
    }
  }

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

  /** Its worker is shown among the sessions, and is no role's. */
  @Test
  void replacesADatabaseThatAutovacuumIsIn() throws Exception {
    database.fill();
    byte[] dump = PostgresDumps.dump(database);
    database.execute(
        """
        CREATE TABLE worn (id int) WITH (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0,
          autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1);
        INSERT INTO worn SELECT generate_series(1, 100000);
        DELETE FROM worn
        """);
    server.execute("postgres", "ALTER SYSTEM SET autovacuum_naptime = 1");
    server.execute("postgres", "SELECT pg_reload_conf()");
    try {
      awaitAutovacuum(database.name());
      try (Restoration restoration = driver.restore(run)) {
        restoration.write(dump, 0, dump.length);
        restoration.commit();
      }
      awaitAutovacuum(run.tag().sessionName() + "_old");

      driver.settle(database.connection(), run.tag());
    } finally {
      server.execute("postgres", "ALTER SYSTEM RESET autovacuum_naptime");
      server.execute("postgres", "SELECT pg_reload_conf()");
    }

    assertThat(Leftovers.of(run.tag(), database)).isEmpty();
  }

  private void awaitAutovacuum(String name) {
    String sql =
        """
        SELECT pid FROM pg_stat_activity
        WHERE backend_type = 'autovacuum worker' AND datname = '%s'
        """
            .formatted(name);
    assertThat(Leftovers.await(() -> !server.query("postgres", sql).isEmpty())).as(name).isTrue();
  }

  @Test
  void endsTheSessionsInTheTargetEvenWhenTheyComeBackAtOnce() throws Exception {
    database.fill();
    byte[] dump = PostgresDumps.dump(database);
    try (Guests guests = new Guests(database, 4)) {
      assertThat(guests.comeInAgain()).isTrue();
      PostgresDumps.restore(dump, run);
      assertThat(guests.refusals()).isPositive();
      assertThat(guests.comeInAgain()).isTrue();
    }
    assertThat(Leftovers.of(run.tag(), database)).isEmpty();
  }

  /** A superuser's nobody but a superuser may end, whatever was granted. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgres | only a superuser may end",
        "tenant | GRANT pg_signal_backend TO \"keeper\"",
      })
  void failsUnchangedWhenASessionCannotBeEnded(String role, String hint) throws Exception {
    database.fill();
    byte[] dump = PostgresDumps.dump(database);
    database.change();
    Object before = database.contents();
    try (Connection guest =
        DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:%d/%s"
                .formatted(database.port(), database.name().replace(" ", "%20")),
            role,
            PostgresServer.PASSWORD)) {
      assertThat(guest.isValid(1)).isTrue();

      Failure failure = failure(() -> PostgresDumps.restore(dump, run));

      assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_FAILED);
      assertThat(failure.message())
          .contains("sessions of %s, which the role keeper may not end".formatted(role));
      assertThat(failure.hint()).contains(hint);
      assertThat(failure.hint().contains("pg_signal_backend")).isEqualTo(role.equals("tenant"));
      assertThat(guest.isValid(1)).isTrue();
    }
    assertThat(database.contents()).isEqualTo(before);
    assertThat(Leftovers.of(run.tag(), database)).isEmpty();
  }

  @Test
  void namesAllThatIsMissingBeforeItTouchesAnything() throws Exception {
    byte[] archive =
        new ArchiveWriter(14)
            .header()
            .entries(6)
            .entry(1, false, "EXTENSION", "no_such_thing", "CREATE EXTENSION no_such_thing;", "")
            .entry(2, false, "EXTENSION", "plperlu", "CREATE EXTENSION plperlu;", "")
            .entry(3, false, "TABLE", "t", "CREATE TABLE public.t ();", "Otto's")
            .entry(
                4, false, "ACL", "TABLE t", "GRANT SELECT ON TABLE public.t TO lena;", "postgres")
            .entry(5, false, "TABLE", "u", "CREATE TABLE public.u ();", "postgres")
            .entry(
                6,
                false,
                "DEFAULT ACL",
                "DEFAULT PRIVILEGES FOR TABLES",
                "ALTER DEFAULT PRIVILEGES FOR ROLE pg_monitor GRANT SELECT ON TABLES TO PUBLIC;",
                "pg_monitor")
            .bytes();
    try (Restoration restoration = driver.restore(run)) {
      Failure failure = failure(() -> restoration.write(archive, 0, archive.length));

      assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
      assertThat(failure.message())
          .contains(
              "the role Otto's is missing",
              "the role lena is missing",
              "nothing can be given to the role postgres, which is as good as a superuser (as the TABLE public.u)",
              "default privileges cannot be set for the role pg_monitor",
              "the extension no_such_thing is not installed");
      assertThat(failure.hint())
          .contains(
              "CREATE ROLE \"Otto's\"",
              "CREATE ROLE \"lena\"",
              "GRANT \"pg_monitor\" TO \"keeper\"");
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

  @Test
  void saysWhatTheToolSaidWhenTheBackupCannotBeRestored() {
    byte[] archive =
        new ArchiveWriter(14)
            .header()
            .entries(2)
            .entry(1, false, "TABLE", "good", "CREATE TABLE public.good ();", "keeper")
            .entry(2, false, "TABLE", "bad", "CREATE TABLE public.bad (", "keeper")
            .bytes();

    Failure failure = failure(() -> PostgresDumps.restore(archive, run));

    assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_FAILED);
    assertThat(failure.message()).contains("pg_restore ended with status 1", "syntax error");
    assertThat(log.lines())
        .anyMatch(line -> line.startsWith("pg_restore: ") && line.contains("syntax error"));
    assertThat(database.query("SELECT 1 FROM pg_class WHERE relname = 'good'")).isEmpty();
    assertThat(Leftovers.of(run.tag(), database)).isEmpty();
  }

  @Test
  void aKilledToolLeavesTheTargetAsItWas() throws Exception {
    database.fill();
    byte[] dump = PostgresDumps.dump(database);
    database.change();
    Object before = database.contents();
    try (Restoration restoration = driver.restore(run)) {
      restoration.write(dump, 0, dump.length / 2);
      Leftovers.processes(run.tag()).stream()
          .flatMap(ProcessHandle::children)
          .forEach(ProcessHandle::destroyForcibly);
      Failure failure =
          failure(
              () -> {
                restoration.write(dump, dump.length / 2, dump.length - dump.length / 2);
                restoration.commit();
              });
      assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_FAILED);
      assertThat(failure.message()).contains("137");
    }
    assertThat(database.contents()).isEqualTo(before);
    assertThat(Leftovers.of(run.tag(), database)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 60, 200, 600})
  void closingDuringACommitGivesAllOrNothing(int delayMillis) throws Exception {
    database.fill();
    byte[] dump = PostgresDumps.dump(database);
    Object backedUp = database.contents();
    database.change();
    Object changed = database.contents();
    Restoration restoration = driver.restore(run);
    restoration.write(dump, 0, dump.length);
    boolean committed = PostgresDumps.commitWhileItIsClosed(restoration, delayMillis);
    assertThat(driver.tookEffect(database.connection(), run.tag())).isEqualTo(committed);
    driver.settle(database.connection(), run.tag());

    assertThat(database.contents()).isEqualTo(committed ? backedUp : changed);
    assertThat(Leftovers.of(run.tag(), database)).isEmpty();
  }

  @Test
  void settlesARestoreThatHadTakenEffect() throws Exception {
    database.fill();
    byte[] dump = PostgresDumps.dump(database);
    Object backedUp = database.contents();
    database.change();
    Restoration restoration = driver.restore(run);
    restoration.write(dump, 0, dump.length);
    restoration.commit();
    // A session that was closed is seen for a moment.
    List<String> replaced = List.of("database " + run.tag().sessionName() + "_old");
    assertThat(Leftovers.await(() -> database.leftoversOf(run.tag()).equals(replaced))).isTrue();

    assertThat(driver.tookEffect(database.connection(), run.tag())).isTrue();
    driver.settle(database.connection(), run.tag());

    assertThat(database.contents()).isEqualTo(backedUp);
    assertThat(Leftovers.of(run.tag(), database)).isEmpty();
    assertThat(driver.tookEffect(database.connection(), run.tag())).isFalse();
    driver.settle(database.connection(), run.tag());
    restoration.close();
    assertThat(database.contents()).isEqualTo(backedUp);
  }

  @Test
  void bringsBackATargetThatWasLostOnTheWay() throws Exception {
    database.fill();
    Object before = database.contents();
    server.execute(
        "postgres",
        "ALTER DATABASE \"%s\" RENAME TO \"%s_old\""
            .formatted(database.name(), run.tag().sessionName()));

    assertThat(driver.tookEffect(database.connection(), run.tag())).isFalse();
    driver.settle(database.connection(), run.tag());

    assertThat(database.contents()).isEqualTo(before);
  }

  @Test
  void restoresTheDatabasePostgresItself() throws Exception {
    try (PostgresServer own = PostgresServers.start(14)) {
      PostgresDatabase postgres = new PostgresDatabase(own, "postgres");
      own.execute("postgres", "CREATE TABLE note (n int); INSERT INTO note VALUES (1)");
      ConnectionUri connection = postgres.connection("postgres", "");
      byte[] dump = PostgresDumps.dump(connection);
      own.execute("postgres", "DROP TABLE note; CREATE TABLE newer ()");

      PostgresDumps.restore(dump, Runs.on(connection));

      assertThat(own.query("template1", "SELECT datname FROM pg_database ORDER BY 1"))
          .containsExactly("postgres", "template0", "template1");
      assertThat(postgres.query("SELECT n FROM note")).containsExactly("1");
      assertThat(postgres.query("SELECT 1 FROM pg_class WHERE relname = 'newer'")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"14, 15", "15, 14", "15, 18"})
  void restoresFromOneVersionIntoAnother(int from, int to) throws Exception {
    PostgresDatabase source = PostgresServers.shared(from).createDatabase();
    PostgresDatabase target = PostgresServers.shared(to).createDatabase();
    source.fill();
    target
        .server()
        .execute(
            "postgres",
            "DO $$ BEGIN CREATE ROLE \"Report Reader\"; EXCEPTION WHEN duplicate_object THEN END $$");

    PostgresDumps.restore(PostgresDumps.dump(source), target);

    for (String query :
        List.of(
            "SELECT c::text FROM customer c ORDER BY id",
            "SELECT o::text FROM \"Sales Data\".\"Order\" o ORDER BY id",
            "SELECT md5(lo_get(70001))")) {
      assertThat(target.query(query)).isNotEmpty().isEqualTo(source.query(query));
    }
  }

  private static Failure failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(FailureException.class, call).failure();
  }
}
