package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Dump;
import holdfast.database.IfOccupied;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.RecordingLog;
import holdfast.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores of a role that owns its database and may create no other. */
class InPlaceRestorationTest {
  /** What a role may own without being a superuser, and no backup here has. */
  private static final String SURPLUS =
      """
      CREATE SCHEMA "Sur""plus"; CREATE TABLE "Sur""plus".t (id int PRIMARY KEY);
      CREATE EXTENSION hstore; CREATE TABLE stored (h hstore);
      CREATE EXTENSION pg_trgm SCHEMA "Sur""plus";
      CREATE TYPE span AS RANGE (subtype = int); CREATE TYPE old AS (a int); CREATE DOMAIN years AS int;
      CREATE TABLE span_of (s span, o old, y years, id serial);
      CREATE VIEW seen AS SELECT * FROM span_of; CREATE MATERIALIZED VIEW kept AS SELECT 1 AS one;
      CREATE FUNCTION old_plus(old, old) RETURNS old LANGUAGE sql AS 'SELECT $1';
      CREATE OPERATOR + (LEFTARG = old, RIGHTARG = old, FUNCTION = old_plus);
      CREATE FUNCTION to_text(old) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
      CREATE CAST (old AS text) WITH FUNCTION to_text(old);
      CREATE AGGREGATE summed (old) (SFUNC = old_plus, STYPE = old);
      CREATE PROCEDURE done(INOUT n int) LANGUAGE sql AS 'SELECT $1';
      CREATE COLLATION german (provider = icu, locale = 'de');
      CREATE TEXT SEARCH CONFIGURATION words (COPY = simple);
      CREATE TEXT SEARCH DICTIONARY stems (TEMPLATE = simple);
      CREATE STATISTICS related ON y, id FROM span_of;
      CREATE CONVERSION odd FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
      CREATE PUBLICATION news FOR TABLE span_of;
      CREATE TABLE parted (n int) PARTITION BY LIST (n); CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1);
      CREATE SEQUENCE counter;
      SELECT lo_from_bytea(424242, 'x');
      ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
      ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
      ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO PUBLIC;
      """;

  /** What is read besides {@link PostgresDatabase#contents}. */
  private static final String MORE =
      """
      SELECT 'public ' || nspowner::regrole || nspacl::text FROM pg_namespace WHERE nspname = 'public'
      UNION ALL SELECT 'publication ' || pubname FROM pg_publication
      UNION ALL SELECT 'cast ' || castsource::regtype FROM pg_cast WHERE oid >= 16384
      UNION ALL SELECT 'collation ' || collname FROM pg_collation WHERE oid >= 16384
      UNION ALL SELECT 'type ' || oid::regtype FROM pg_type WHERE oid >= 16384
      UNION ALL SELECT 'operator ' || oid::regoperator FROM pg_operator WHERE oid >= 16384
      UNION ALL SELECT 'words ' || cfgname FROM pg_ts_config WHERE oid >= 16384
      UNION ALL SELECT 'stems ' || dictname FROM pg_ts_dict WHERE oid >= 16384
      UNION ALL SELECT 'conversion ' || conname FROM pg_conversion WHERE oid >= 16384
      UNION ALL SELECT 'statistics ' || stxname FROM pg_statistic_ext
      UNION ALL SELECT 'schema ' || nspname FROM pg_namespace WHERE oid >= 16384 AND nspname <> 'public'
      UNION ALL SELECT 'extension ' || extname || extowner::regrole FROM pg_extension
      ORDER BY 1
      """;

  private final PostgresServer server = PostgresServers.shared(major());
  private final PostgresDatabase database = server.createDatabase(PostgresServer.TENANT);
  private final RecordingLog log = new RecordingLog();
  private final RunContext run = new RunContext(database.connection(), Runs.newTag(), log);

  /** Of the server. */
  int major() {
    return 15;
  }

  PostgresqlDriver driver() {
    return new PostgresqlDriver();
  }

  @AfterEach
  void dropDatabases() {
    PostgresServers.dropDatabases();
  }

  @Test
  void whatIsHardToBringBackComesBackAndNothingElseIsLeft() throws Exception {
    PostgresDatabase source = server.createDatabase(PostgresServer.TENANT);
    source.fill();
    source.executeAsKeeper(sql("values.sql"));
    source.executeAsKeeper(sql("shapes.sql"));
    database.executeAsKeeper(SURPLUS);
    database.execute(
        "ALTER DATABASE \"%s\" SET synchronous_commit = off".formatted(database.name()));
    database.execute(
        "ALTER DATABASE \"%s\" SET default_transaction_isolation = 'serializable'"
            .formatted(database.name()));
    database.execute(
        "ALTER DATABASE \"%s\" SET default_transaction_read_only = on".formatted(database.name()));

    restore(dump(source));

    assertThat(database.contents()).hasSizeGreaterThan(30).isEqualTo(source.contents());
    assertThat(database.query(MORE)).isEqualTo(source.query(MORE));
    assertThat(database.query("SHOW synchronous_commit"))
        .as("the database stays")
        .containsExactly("off");
    assertThat(log.lines()).anyMatch(line -> line.contains("in place, in one transaction"));
    assertThat(database.query("SELECT count(*) FROM pg_database WHERE datname LIKE 'holdfast%'"))
        .containsExactly("0");
  }

  @Test
  void anEmptyBackupLeavesAnEmptyDatabase() throws Exception {
    PostgresDatabase empty = server.createDatabase(PostgresServer.TENANT);
    database.executeAsKeeper(SURPLUS);

    restore(dump(empty));

    assertThat(database.query(MORE)).isEqualTo(empty.query(MORE));
    assertThat(driver().probe(database.connection()).isEmpty()).isTrue();
  }

  /**
   * One that only a superuser can make, one that the superuser has made for the role, and one in
   * the way.
   */
  @Test
  void extensionsOfTheSuperuserStayWhereTheBackupHasThemToo() throws Exception {
    database.execute("CREATE EXTENSION postgres_fdw; CREATE EXTENSION citext");
    database.executeAsKeeper("CREATE TABLE t (x citext); INSERT INTO t VALUES ('A')");
    byte[] dump = dump(database);
    database.executeAsKeeper(
        "INSERT INTO t VALUES ('b'); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'");

    restore(dump);

    assertThat(database.query("SELECT x FROM t WHERE x = 'a'")).containsExactly("A");
    assertThat(database.query("SELECT proname FROM pg_proc WHERE proname = 'f'")).isEmpty();
    assertThat(database.query("SELECT extname || extowner::regrole FROM pg_extension ORDER BY 1"))
        .containsExactly("citextpostgres", "plpgsqlpostgres", "postgres_fdwpostgres");
  }

  @Test
  void namesWhatItMayNotClearAwayBeforeItTouchesAnything() throws Exception {
    database.fill();
    byte[] dump = dump(database);
    database.execute(
        """
        CREATE SCHEMA "Of Lena" AUTHORIZATION keeper;
        SELECT lo_from_bytea(99, 'x');
        CREATE PUBLICATION theirs FOR ALL TABLES;
        CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
        CREATE EVENT TRIGGER watcher ON ddl_command_end EXECUTE FUNCTION on_ddl();
        """);
    Map<String, List<String>> before = database.contents();

    Failure failure = failure(() -> restore(dump));

    assertThat(failure.code()).as(failure.message()).isEqualTo(FailureCode.DATABASE_RIGHTS);
    assertThat(failure.message())
        .contains(
            "schema Of Lena of keeper",
            "event trigger watcher of postgres",
            "publication theirs of postgres")
        .contains("large object 99 of postgres");
    assertThat(failure.hint()).contains("ALTER ROLE \"tenant\" CREATEDB");
    assertThat(database.contents()).isEqualTo(before);
    assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
  }

  @Test
  void anExtensionThatOnlyTheTargetHasIsNamed() throws Exception {
    byte[] dump = dump(database);
    database.execute("CREATE SCHEMA own; CREATE EXTENSION postgres_fdw SCHEMA own");

    assertThat(failure(() -> restore(dump)).message())
        .contains("extension postgres_fdw of postgres");

    database.execute("DROP EXTENSION postgres_fdw; DROP SCHEMA own");
    restore(dump);
  }

  @Test
  void aTableLockedThroughoutIsWaitedForAndThenTheSessionIsEnded() throws Exception {
    database.fill();
    byte[] dump = dump(database);
    Object backedUp = database.contents();
    database.change();
    try (Connection idle = tenant();
        Connection inTheWay = tenant()) {
      inTheWay.setAutoCommit(false);
      execute(inTheWay, "SELECT count(*) FROM customer");
      execute(idle, "SELECT 1");

      restore(dump);

      assertThat(inTheWay.isValid(1)).isFalse();
      assertThat(idle.isValid(1)).as("it held no lock").isTrue();
    }
    assertThat(database.contents()).isEqualTo(backedUp);
  }

  @Test
  void failsUnchangedWhenASessionThatHoldsALockCannotBeEnded() throws Exception {
    database.fill();
    byte[] dump = dump(database);
    database.change();
    Object before = database.contents();
    try (Connection superuser = database.connect()) {
      superuser.setAutoCommit(false);
      execute(superuser, "SELECT count(*) FROM customer");

      Failure failure = failure(() -> restore(dump));

      assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_FAILED);
      assertThat(failure.message())
          .contains("sessions of postgres, which the role tenant may not end");
      assertThat(superuser.isValid(1)).isTrue();
    }
    assertThat(database.contents()).isEqualTo(before);
    assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
  }

  /** It waits from the first drop on, and then sees all that is new. */
  @Test
  void aReaderNeverSeesHalf() throws Exception {
    database.executeAsKeeper(
        "CREATE TABLE a AS SELECT 'backed up' AS state; CREATE TABLE b AS SELECT 'backed up' AS state");
    // The tool begins with what fills its buffer.
    database.executeAsKeeper("CREATE TABLE more AS SELECT generate_series(1, 10000)");
    byte[] dump = dump(database);
    database.executeAsKeeper("UPDATE a SET state = 'later'; UPDATE b SET state = 'later'");
    try (Connection reader = tenant();
        Restoration restoration = driver().restore(run)) {
      assertThat(state(reader)).isEqualTo("later later");
      restoration.write(dump, 0, dump.length);
      assertThat(Leftovers.await(() -> isLocked("b"))).isTrue();
      CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> state(reader));
      assertThat(read.copy().completeOnTimeout("waits", 300, TimeUnit.MILLISECONDS).join())
          .isEqualTo("waits");

      restoration.commit();

      assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo("backed up backed up");
    }
    driver().settle(database.connection(), run.tag());
  }

  /** The statement may have been parsed before: then it fails once, and never shows a mix. */
  private static String state(Connection reader) {
    try (Statement statement = reader.createStatement();
        var rows =
            statement.executeQuery("SELECT a.state || ' ' || b.state FROM public.a, public.b")) {
      return rows.next() ? rows.getString(1) : "none";
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean isLocked(String table) {
    return !database
        .query(
            "SELECT 1 FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = 'public.%s'::regclass"
                .formatted(table))
        .isEmpty();
  }

  @Test
  void aRowThatIsThereTwiceLeavesTheTargetAsItWas() {
    database.fill();
    Object before = database.contents();
    byte[] archive =
        new ArchiveWriter(14)
            .header()
            .entries(3)
            .entry(1, false, "TABLE", "t", "CREATE TABLE public.t (id int);", PostgresServer.TENANT)
            .entry(
                2,
                false,
                "TABLE",
                "i",
                "INSERT INTO public.t VALUES (1), (1);",
                PostgresServer.TENANT)
            .entry(
                3,
                false,
                "CONSTRAINT",
                "t k",
                "ALTER TABLE public.t ADD PRIMARY KEY (id);",
                PostgresServer.TENANT)
            .bytes();

    assertThat(failure(() -> restore(archive)).message()).contains("could not create unique index");

    assertThat(database.contents()).isEqualTo(before);
    assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TABLE public.bad ( | syntax error",
        "COMMIT; | ends this transaction before its own end",
        "SET CONSTRAINTS ALL IMMEDIATE; | ends this transaction before its own end",
      })
  void anArchiveThatCannotBeRestoredLeavesTheTargetAsItWas(String sql, String said)
      throws Exception {
    database.fill();
    Object before = database.contents();
    byte[] archive =
        new ArchiveWriter(14)
            .header()
            .entries(3)
            .entry(1, false, "TABLE", "good", "CREATE TABLE public.good ();", PostgresServer.TENANT)
            .entry(2, false, "TABLE", "bad", sql, PostgresServer.TENANT)
            .entry(3, false, "TABLE", "last", "CREATE TABLE public.last ();", PostgresServer.TENANT)
            .bytes();

    Failure failure = failure(() -> restore(archive));

    assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_FAILED);
    assertThat(failure.message()).contains(said);
    assertThat(database.contents()).isEqualTo(before);
    assertThat(driver().tookEffect(database.connection(), run.tag())).isFalse();
    assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
  }

  /** No session of the tool is there to be ended yet: it has not got enough bytes to begin. */
  @Test
  void aRestoreThatIsFencedBeforeItsToolLogsInPutsNothingInPlace() throws Exception {
    database.fill();
    Object before = database.contents();
    byte[] archive = tinyArchive();
    try (Restoration restoration = driver().restore(run)) {
      restoration.write(archive, 0, archive.length);

      driver().fence(database.connection(), run.tag());

      assertThat(failure(restoration::commit).code()).isEqualTo(FailureCode.ABORTED);
    }
    assertThat(database.contents()).isEqualTo(before);
    assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
  }

  private static byte[] tinyArchive() {
    return new ArchiveWriter(14)
        .header()
        .entries(1)
        .entry(1, false, "TABLE", "good", "CREATE TABLE public.good ();", PostgresServer.TENANT)
        .bytes();
  }

  @Test
  void whatTheBackupSaysOfTheDatabaseItselfComesBackInTheSameTransaction() throws Exception {
    String name = Sql.name(database.name());
    database.execute("ALTER DATABASE %s SET work_mem TO '5MB'".formatted(name));
    database.execute("COMMENT ON DATABASE %s IS E'its \\\\ ''own'' 🦊'".formatted(name));
    database.execute("REVOKE CONNECT ON DATABASE %s FROM PUBLIC".formatted(name));
    byte[] dump = dump(database);
    database.execute("ALTER DATABASE %s RESET work_mem".formatted(name));
    database.execute("COMMENT ON DATABASE %s IS NULL".formatted(name));

    restore(dump, run);

    assertThat(
            database.query(
                """
                SELECT concat_ws(', ', s.setconfig[1], shobj_description(d.oid, 'pg_database'))
                FROM pg_database d JOIN pg_db_role_setting s ON s.setdatabase = d.oid
                WHERE datname = current_database()
                """))
        .containsExactly("work_mem=5MB, its \\ 'own' 🦊");
  }

  @Test
  void aRoleThatNoOtherDatabaseLetsInRestoresInPlaceToo() throws Exception {
    PostgresDatabase keepers = server.createDatabase();
    keepers.fill();
    Object before = keepers.contents();
    byte[] dump = dump(keepers);
    keepers.change();
    RunContext keeper = new RunContext(keepers.connection(), Runs.newTag(), log);
    String others = "ON DATABASE postgres, template1";
    server.execute("postgres", "REVOKE CONNECT " + others + " FROM PUBLIC");
    try {
      restore(dump, keeper);
    } finally {
      server.execute("postgres", "GRANT CONNECT " + others + " TO PUBLIC");
    }
    assertThat(keepers.contents()).isEqualTo(before);
    assertThat(log.lines()).anyMatch(line -> line.contains("in place, in one transaction"));
  }

  /** What the transaction cannot see when it clears the target is no part of the backup either. */
  @Test
  void aSchemaThatAnotherSessionMakesMeanwhileMakesItFail() throws Exception {
    database.fill();
    byte[] dump = dump(database);
    try (Restoration restoration = driver().restore(run)) {
      restoration.write(dump, 0, dump.length);
      assertThat(Leftovers.await(() -> isLocked("customer"))).isTrue();
      database.execute("CREATE SCHEMA meanwhile");

      assertThat(failure(restoration::commit).message()).contains("schema meanwhile");
    }
    assertThat(database.query("SELECT count(*) FROM customer")).containsExactly("3000");
    assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
  }

  /** Between the look before anything is touched and the first drop. */
  @Test
  void aRestoreThatReplacesNothingLooksOnceMoreBeforeTheFirstDrop() throws Exception {
    InPlaceMarks marks = new InPlaceMarks(run.tag());
    Clearance clearance = new Clearance(marks, Set.of(), false, IfOccupied.REFUSE);
    try (PgSession session = PgSession.open(PgUri.of(database.connection()), "holdfast")) {
      marks.makeReady(session, clearance.functions());
      database.execute("CREATE TABLE late AS SELECT 1 AS n");

      assertThatThrownBy(() -> session.execute(clearance.first()))
          .hasMessageContaining("not empty any more");
      marks.remove(session);
    }
    assertThat(database.query("SELECT n FROM late")).containsExactly("1");
  }

  /** It need not read to the end: subscriptions are left out, and what belongs to them. */
  @Test
  void aToolThatIsDoneBeforeAllBytesAreProvenCommitsNothing() throws Exception {
    database.fill();
    Object before = database.contents();
    byte[] archive =
        new ArchiveWriter(14)
            .header()
            .entries(2)
            .entry(1, false, "TABLE", "good", "CREATE TABLE public.good ();", PostgresServer.TENANT)
            .entry(
                2,
                true,
                "SUBSCRIPTION",
                "news",
                "CREATE TABLE public.never ();",
                PostgresServer.TENANT)
            .data(2, "x".repeat(10_000))
            .bytes();
    try (Restoration restoration = driver().restore(run)) {
      restoration.write(archive, 0, archive.length);
      assertThat(Leftovers.await(() -> Leftovers.processes(run.tag()).isEmpty())).isTrue();

      assertThat(failure(restoration::commit).code()).isEqualTo(FailureCode.RESTORE_FAILED);
    }
    assertThat(database.contents()).isEqualTo(before);
    assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
  }

  @Test
  void aKilledToolLeavesTheTargetAsItWas() throws Exception {
    database.fill();
    byte[] dump = dump(database);
    database.change();
    Object before = database.contents();
    try (Restoration restoration = driver().restore(run)) {
      restoration.write(dump, 0, dump.length);
      Leftovers.processes(run.tag()).stream()
          .flatMap(ProcessHandle::children)
          .forEach(ProcessHandle::destroyForcibly);
      assertThat(failure(restoration::commit).message()).contains("137");
    }
    assertThat(database.contents()).isEqualTo(before);
    assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 60, 200, 600})
  void closingDuringACommitGivesAllOrNothing(int delayMillis) throws Exception {
    database.fill();
    byte[] dump = dump(database);
    Object backedUp = database.contents();
    database.change();
    Object changed = database.contents();
    Restoration restoration = driver().restore(run);
    restoration.write(dump, 0, dump.length);
    boolean committed = PostgresDumps.commitWhileItIsClosed(restoration, delayMillis);
    assertThat(driver().tookEffect(database.connection(), run.tag())).isEqualTo(committed);
    driver().settle(database.connection(), run.tag());
    assertThat(database.contents()).isEqualTo(committed ? backedUp : changed);
    assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
  }

  /** It is there until the success is recorded. */
  @Test
  void theMarkOfARestoreIsInNoBackupAndInTheWayOfNoRestore() throws Exception {
    database.fill();
    byte[] dump = dump(database);
    try (Restoration restoration = driver().restore(run)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    }
    String marks = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'holdfast%'";
    assertThat(database.query(marks)).containsExactly(run.tag().sessionName() + "_done");
    PostgresDatabase other = server.createDatabase(PostgresServer.TENANT);

    restore(dump(database), Runs.on(other.connection()));
    restore(dump, Runs.on(database.connection()));

    assertThat(other.query(marks)).isEmpty();
    assertThat(database.query(marks)).isEmpty();
    assertThat(driver().tookEffect(database.connection(), run.tag())).isFalse();
  }

  @Test
  void aLockTableThatIsTooSmallIsFoundBeforeAnythingIsTouched() throws Exception {
    database.fill();
    Object before = database.contents();
    ArchiveWriter archive = new ArchiveWriter(14).header().entries(10_000);
    for (int i = 1; i <= 5_000; i++) {
      archive.entry(
          i, false, "TABLE", "t" + i, "CREATE TABLE public.t" + i + " ();", PostgresServer.TENANT);
      archive.entry(
          5_000 + i,
          false,
          "CONSTRAINT",
          "k" + i,
          "ALTER TABLE public.t" + i + " ADD PRIMARY KEY (id);",
          "");
    }

    Failure failure = failure(() -> restore(archive.bytes()));

    assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
    assertThat(failure.message()).contains("max_locks_per_transaction is 64");
    assertThat(failure.hint())
        .containsPattern("Set max_locks_per_transaction to \\d+ or more")
        .contains("ALTER ROLE \"tenant\" CREATEDB");
    assertThat(database.contents()).isEqualTo(before);
    assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
  }

  private byte[] dump(PostgresDatabase source) throws IOException {
    try (Dump dump = driver().dump(BackupType.DUMP, Runs.on(source.connection()))) {
      byte[] bytes = dump.stream().readAllBytes();
      dump.awaitSuccess();
      return bytes;
    }
  }

  private void restore(byte[] dump) throws IOException {
    restore(dump, run);
    assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
  }

  private void restore(byte[] dump, RunContext context) throws IOException {
    try (Restoration restoration = driver().restore(context)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    }
    assertThat(driver().tookEffect(context.connection(), context.tag())).isTrue();
    driver().settle(context.connection(), context.tag());
  }

  private Connection tenant() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/%s"
            .formatted(database.port(), database.name().replace(" ", "%20")),
        PostgresServer.TENANT,
        PostgresServer.PASSWORD);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String sql(String name) throws IOException {
    return Files.readString(Path.of("src", "test", "resources", "postgresql", name));
  }

  private static Failure failure(ThrowingCallable call) {
    return catchThrowableOfType(FailureException.class, call).failure();
  }
}
