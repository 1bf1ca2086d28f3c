package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Dump;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.RecordingLog;
import holdfast.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that follows another one. */
class StandbyTest {
  private static final String SENTENCE =
      "Backups do not hold what is in public.basket, public.basket_id_seq: it is unlogged, and this server is a standby, which does not have it. If that is needed, back up its primary.";

  private final PostgresqlDriver driver = new PostgresqlDriver();
  private final PostgresServer server = PostgresServers.shared(15);
  @TempDir Path folder;

  @AfterEach
  void dropDatabases() {
    PostgresServers.dropDatabases();
  }

  /**
   * Neither a standby nor a snapshot has their rows, and pg_dump leaves them out without a word.
   */
  @Test
  void saysWhichUnloggedTablesAreWithoutTheirRows() throws Exception {
    PostgresDatabase primary = server.createDatabase();
    primary.executeAsKeeper(
        """
        CREATE UNLOGGED TABLE basket (id serial);
        INSERT INTO basket DEFAULT VALUES;
        CREATE TABLE purchase AS SELECT * FROM basket;
        """);
    assertThat(said(primary)).doesNotContain(SENTENCE);
    try (PostgresServer started = startStandby(primary)) {
      PostgresDatabase standby = new PostgresDatabase(started, primary.name());
      assertThat(standby.query("SELECT pg_is_in_recovery()")).containsExactly("t");
      assertThat(driver.probe(standby.connection()).warnings()).containsExactly(SENTENCE);
      assertThat(said(standby)).contains(SENTENCE);
      PostgresDatabase restored = server.createDatabase();
      PostgresDumps.restore(PostgresDumps.dump(standby), restored);
      assertThat(restored.query("SELECT id FROM purchase")).containsExactly("1");
      assertThat(restored.query("SELECT id FROM basket")).isEmpty();

      assertThat(standby.query("SELECT pg_promote()")).containsExactly("t");
      assertThat(standby.query("SELECT id FROM purchase")).containsExactly("1");
      assertThat(standby.query("SELECT id FROM basket")).isEmpty();
      assertThat(driver.probe(standby.connection()).warnings()).isEmpty();
    }
  }

  private List<String> said(PostgresDatabase database) throws IOException {
    RecordingLog log = new RecordingLog();
    RunContext run = new RunContext(database.connection(), Runs.newTag(), log);
    try (Dump dump = driver.dump(BackupType.DUMP, run)) {
      dump.stream().readAllBytes();
      dump.awaitSuccess();
    }
    return log.lines().stream().map(line -> line.replaceFirst("^holdfast: ", "")).toList();
  }

  private PostgresServer startStandby(PostgresDatabase primary) throws Exception {
    Path tar = folder.resolve("snapshot.tar");
    server.createRole("copier", "REPLICATION");
    try (Dump dump =
        driver.dump(
            BackupType.SNAPSHOT, Runs.on(primary.connection("copier", PostgresServer.PASSWORD)))) {
      Files.copy(dump.stream(), tar);
      dump.awaitSuccess();
    } finally {
      server.execute("postgres", "DROP ROLE copier");
    }
    UnpackedSnapshot unpacked = UnpackedSnapshot.of(tar, folder.resolve("data"));
    Files.createFile(unpacked.path().resolve("standby.signal"));
    return unpacked.start(15);
  }
}
