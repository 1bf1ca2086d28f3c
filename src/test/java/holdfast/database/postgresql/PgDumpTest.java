package holdfast.database.postgresql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Dump;
import holdfast.database.DumpFacts;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresSample;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.RecordingLog;
import holdfast.testing.Runs;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PgDumpTest {
  private final PostgresqlDriver driver = new PostgresqlDriver();

  @AfterEach
  void dropDatabases() {
    PostgresServers.dropDatabases();
  }

  @Test
  void givesAWholeArchiveAndItsFacts() throws Exception {
    PostgresDatabase database = PostgresServers.shared(15).createDatabase();
    PostgresSample.fill(database);
    try (Dump dump = driver.dump(BackupType.DUMP, Runs.on(database.connection()))) {
      byte[] bytes = dump.stream().readAllBytes();
      DumpFacts facts = dump.awaitSuccess();
      assertThat(bytes).startsWith('P', 'G', 'D', 'M', 'P');
      ArchiveWalker walker = new ArchiveWalker();
      walker.accept(bytes, 0, bytes.length);
      assertThat(walker.missing()).isEmpty();
      assertThat(walker.needs().owners()).containsExactly(PostgresServer.KEEPER);
      assertThat(walker.needs().roles())
          .containsExactlyInAnyOrder(PostgresServer.KEEPER, "Report Reader");
      assertThat(walker.needs().extensions()).containsExactly("citext");
      assertThat(facts.serverVersion()).startsWith("15.");
      assertThat(facts.toolVersion()).startsWith("pg_dump 15.");
      assertThat(facts.details())
          .containsEntry("dataBlocks", "6")
          .hasEntrySatisfying("lsn", it -> assertThat(it).matches("[0-9A-F]+/[0-9A-F]+"))
          .containsEntry("encoding", "UTF8");
    }
  }

  /** Whatever a session of it is set to: pg_dump of an unset one would write the same. */
  @ParameterizedTest
  @CsvSource({
    "UTF8, LATIN1, € ä",
    "LATIN1, UTF8, ä",
    "LATIN1, LATIN1, ä",
    "WIN1252, UTF8, €",
    "EUC_JIS_2004, LATIN1, 日本",
    "SQL_ASCII, LATIN1, a"
  })
  void isInTheEncodingOfTheDatabase(String encoding, String set, String text) throws Exception {
    PostgresServer server = PostgresServers.shared(15);
    PostgresDatabase database = new PostgresDatabase(server, "encoded");
    server.execute(
        "postgres",
        "CREATE DATABASE encoded TEMPLATE template0 ENCODING %s LOCALE 'C' OWNER keeper"
            .formatted(encoding));
    try {
      database.executeAsKeeper("CREATE TABLE \"%1$s\" AS SELECT '%1$s' AS text".formatted(text));
      database.execute(
          "CREATE ROLE \"%1$s\"; GRANT \"%1$s\" TO keeper; ALTER TABLE \"%1$s\" OWNER TO \"%1$s\""
              .formatted(text));
      server.execute("postgres", "ALTER DATABASE encoded SET client_encoding TO " + set);
      byte[] dump = PostgresDumps.dump(database);
      assertThat(new String(dump, ISO_8859_1))
          .contains("SET client_encoding = '%s'".formatted(encoding));
      database.executeAsKeeper("DROP TABLE \"%s\"".formatted(text));

      PostgresDumps.restore(dump, database);

      assertThat(database.query("SELECT text FROM \"%s\"".formatted(text))).containsExactly(text);
      assertThat(
              database.query("SELECT tableowner FROM pg_tables WHERE tablename = '" + text + "'"))
          .containsExactly(text);
    } finally {
      // A role has the bytes of the database that it was made in.
      database.execute("DROP OWNED BY \"%1$s\"; DROP ROLE \"%1$s\"".formatted(text));
      server.execute("postgres", "DROP DATABASE encoded WITH (FORCE)");
    }
  }

  @Test
  void refusesAServerThatIsNewerThanAllTools() {
    PostgresDatabase database = PostgresServers.shared(18).createDatabase();

    Failure failure = failure(() -> driver.dump(BackupType.DUMP, Runs.on(database.connection())));

    assertThat(failure.code()).isEqualTo(FailureCode.TOOL_TOO_OLD);
    assertThat(failure.code().isNotSupported()).isTrue();
    assertThat(failure.message()).contains("version 18 is needed");
  }

  @Test
  void refusesWithoutAnyTool() {
    PostgresDatabase database = PostgresServers.shared(15).createDatabase();
    PostgresqlDriver poor = new PostgresqlDriver(new ClientTools(List.of()));

    Failure failure = failure(() -> poor.dump(BackupType.DUMP, Runs.on(database.connection())));

    assertThat(failure.code()).isEqualTo(FailureCode.TOOL_MISSING);
  }

  @Test
  void namesWhatTheRoleMayNotRead() {
    PostgresDatabase database = PostgresServers.shared(15).createDatabase();
    database.execute(
        """
        CREATE TABLE hidden (id serial);
        CREATE TABLE shown (id int);
        GRANT SELECT ON shown TO keeper;
        CREATE TABLE filtered (id int);
        GRANT SELECT ON filtered TO keeper;
        ALTER TABLE filtered ENABLE ROW LEVEL SECURITY;
        SELECT lo_create(4711);
        """);

    Failure failure = failure(() -> driver.dump(BackupType.DUMP, Runs.on(database.connection())));

    assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_RIGHTS);
    assertThat(failure.message())
        .endsWith("public.filtered, public.hidden, public.hidden_id_seq, large object 4711");
  }

  /** pg_dump says less of subscriptions and nothing of user mappings. */
  @ParameterizedTest
  @CsvSource({"15, clerk, true", "15, postgres, false", "14, clerk, true"})
  void saysWhatALoginThatIsNoSuperuserLeavesOut(int major, String login, boolean says)
      throws Exception {
    PostgresServer server = PostgresServers.shared(major);
    PostgresDatabase database = server.createDatabase();
    server.createRole("clerk", "");
    try {
      database.execute(
          """
          CREATE EXTENSION postgres_fdw;
          CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw;
          CREATE SERVER own FOREIGN DATA WRAPPER postgres_fdw;
          ALTER SERVER own OWNER TO keeper;
          GRANT keeper TO clerk;
          GRANT USAGE ON FOREIGN SERVER own TO clerk;
          CREATE USER MAPPING FOR keeper SERVER far OPTIONS (user 'a', password 'b');
          CREATE USER MAPPING FOR clerk SERVER far OPTIONS (user 'a', password 'unseen');
          CREATE USER MAPPING FOR public SERVER far OPTIONS (user 'a', password 'b');
          CREATE USER MAPPING FOR public SERVER own OPTIONS (user 'a', password 'seen by owners');
          CREATE USER MAPPING FOR clerk SERVER own OPTIONS (user 'a', password 'seen by itself');
          CREATE SUBSCRIPTION follows CONNECTION 'dbname=far' PUBLICATION p
            WITH (connect = false, slot_name = NONE);
          """);
      RunContext run = Runs.on(database.connection(login, PostgresServer.PASSWORD));
      List<String> warnings = driver.probe(run.connection()).warnings();
      byte[] bytes;
      try (Dump dump = driver.dump(BackupType.DUMP, run)) {
        bytes = dump.stream().readAllBytes();
        dump.awaitSuccess();
      }
      assertThat(new String(bytes, ISO_8859_1))
          .contains("seen by owners", "seen by itself")
          .satisfies(it -> assertThat(it.contains("unseen")).isNotEqualTo(says))
          .satisfies(it -> assertThat(it.contains("CREATE SUBSCRIPTION")).isNotEqualTo(says));
      List<String> sentences =
          List.of(
              "Backups hold the user mappings far/clerk, far/keeper, far/public without their options, such as passwords: the role clerk is no superuser and may not see them. Note them elsewhere.",
              "Backups do not hold the subscriptions follows: the role clerk is no superuser. Note how they were made; restores make none anyway.");
      List<String> lines = ((RecordingLog) run.log()).lines();
      if (says) {
        assertThat(warnings).containsAll(sentences);
        assertThat(lines).containsAll(sentences.stream().map("holdfast: "::concat).toList());
      } else {
        assertThat(warnings).noneMatch(it -> it.contains("Backups"));
        assertThat(lines).noneMatch(it -> it.contains("Backups"));
      }
    } finally {
      database.execute("DROP SUBSCRIPTION follows");
      dropDatabases();
      server.execute("postgres", "DROP ROLE clerk");
    }
  }

  @Test
  void saysThatTheServerIsGone() throws Exception {
    PostgresServer own = PostgresServers.start(15);
    PostgresDatabase database = own.createDatabase();
    database.fill();
    RunContext run = Runs.on(database.connection());
    try (Dump dump = driver.dump(BackupType.DUMP, run)) {
      dump.stream().readNBytes(100);
      own.kill();
      dump.stream().readAllBytes();
      Failure failure = failure(dump::awaitSuccess);
      assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_UNREACHABLE);
      assertThat(failure.message()).contains("pg_dump 15");
    }
    assertThat(Leftovers.processes(run.tag())).isEmpty();
  }

  private static Failure failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(FailureException.class, call).failure();
  }
}
