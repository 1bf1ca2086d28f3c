package holdfast.database.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.database.IfOccupied;
import holdfast.database.Restoration;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.testing.Background;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores in place are all or nothing, whoever is in the way and whatever breaks. */
class InPlaceFaultsTest extends InPlaceFixture {
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

  /** Such a session has the table and goes on to its indexes, and nobody may end it. */
  @ParameterizedTest
  @CsvSource({
    "customer, LOCK TABLE customer IN SHARE UPDATE EXCLUSIVE MODE",
    "seen.regular, ALTER MATERIALIZED VIEW seen.regular SET (fillfactor = 90)"
  })
  void anAutovacuumWorkerIsWaitedFor(String relation, String lock) throws Exception {
    database.fill();
    database.executeAsKeeper(
        """
        CREATE SCHEMA helpers;
        CREATE FUNCTION helpers.same(i bigint) RETURNS bigint IMMUTABLE LANGUAGE sql RETURN i;
        CREATE SCHEMA seen;
        CREATE MATERIALIZED VIEW seen.regular AS SELECT i AS id FROM generate_series(1::bigint, 9) i;
        CREATE INDEX ON seen.regular (helpers.same(id))
        """);

    restoreMeeting(
        lock,
        worker -> execute(worker, "SELECT count(*) FROM %s WHERE id = 1".formatted(relation)));
  }

  @Test
  void aTableThatItsOwnerDropsMeanwhileIsPassedOver() throws Exception {
    database.fill();

    restoreMeeting(
        "LOCK TABLE customer IN SHARE UPDATE EXCLUSIVE MODE",
        worker -> database.executeAsKeeper("DROP TABLE stage"));
  }

  /** Another session has a lock when the restore comes to it, and then does a last thing. */
  private void restoreMeeting(String lock, ThrowingConsumer<Connection> last) throws Exception {
    byte[] dump = dump(database);
    Object backedUp = database.contents();
    database.change();
    database.executeAsKeeper("CREATE TABLE stage (id int)");
    try (Connection worker = database.connect()) {
      worker.setAutoCommit(false);
      execute(worker, lock);
      CompletableFuture<Void> restored = Background.run(() -> restoreQuietly(dump));
      assertThat(Leftovers.await(this::isWaitedFor)).isTrue();

      last.accept(worker);

      worker.commit();
      restored.get(60, TimeUnit.SECONDS);
    }
    assertThat(database.contents()).isEqualTo(backedUp);
  }

  private void restoreQuietly(byte[] dump) {
    try {
      restore(dump);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isWaitedFor() {
    return !database
        .query("SELECT 1 FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND NOT granted")
        .isEmpty();
  }

  @Test
  void failsUnchangedWhenASessionThatHoldsALockCannotBeEnded() throws Exception {
    database.fill();
    database.execute(
        "ALTER DATABASE \"%s\" SET app.jwt_secret TO 'topsecret'".formatted(database.name()));
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
      assertThat(failure.hint())
          .contains("only a superuser may end")
          .doesNotContain("pg_signal_backend");
      assertThat(superuser.isValid(1)).isTrue();
      assertThat(log.lines().toString())
          .contains("lock timeout")
          .doesNotContain("topsecret", HexFormat.of().formatHex("topsecret".getBytes(UTF_8)));
    }
    assertUntouched(before);
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
      CompletableFuture<String> read = Background.call(() -> state(reader));
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

    assertThat(failure(() -> restore(archive)).message())
        .contains("could not create unique index")
        .doesNotContain("(1)");

    assertUntouched(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TABLE public.bad ( | syntax error",
        "COMMIT; | ends this transaction before its own end",
        "CREATE USER MAPPING FOR tenant SERVER x OPTIONS (user 'u', password 'topsecret'); | does not exist",
        "DO $$ BEGIN EXECUTE $x$ALTER DATABASE x SET app.jwt TO 'topsecret'$x$; END $$; | does not exist",
        "CREATE FUNCTION public.f() RETURNS text LANGUAGE sql LEAKPROOF AS $$SELECT $q$topsecret$q$::text$$; | leakproof",
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
    assertThat(failure.message()).contains(said).doesNotContain("topsecret");
    assertThat(log.lines().toString()).contains(said).doesNotContain("topsecret");
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
    assertUntouched(before);
  }

  private static byte[] tinyArchive() {
    return new ArchiveWriter(14)
        .header()
        .entries(1)
        .entry(1, false, "TABLE", "good", "CREATE TABLE public.good ();", PostgresServer.TENANT)
        .bytes();
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
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE late AS SELECT 1 AS n",
        "CREATE TEXT SEARCH DICTIONARY late (TEMPLATE = simple)",
        "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
      })
  void aRestoreThatReplacesNothingLooksOnceMoreBeforeTheFirstDrop(String late) throws Exception {
    InPlaceMarks marks = new InPlaceMarks(run.tag());
    Clearance clearance = new Clearance(marks, Set.of(), false, IfOccupied.REFUSE);
    try (PgSession session = PgSession.open(PgUri.of(database.connection()), "holdfast")) {
      marks.makeReady(session, clearance.functions());
      database.executeAsKeeper(late);

      assertThatThrownBy(() -> session.execute(clearance.first()))
          .hasMessageContaining("not empty any more");
      marks.remove(session);
      assertThat(Emptiness.of(session)).isFalse();
    }
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
    assertUntouched(before);
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
    assertUntouched(before);
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
}
