package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Restoration;
import holdfast.model.ConnectionUri;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.Runs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PgRestorationTest extends BesideFixture {
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
}
