package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Dump;
import holdfast.database.DumpFacts;
import holdfast.model.BackupType;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.Runs;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A snapshot shows one moment of the whole server, also while others write: its end. */
class PgSnapshotConsistencyTest extends PgSnapshotFixture {
  private static final Path TOOLS = Path.of("/usr/lib/postgresql/15/bin");
  private static final int MEANWHILE = 50;

  @Test
  void isOneMomentOfAllDatabasesWhileOthersWrite() throws Exception {
    PostgresServer server = PostgresServers.shared(15);
    PostgresDatabase first = server.createDatabase();
    PostgresDatabase second = server.createDatabase();
    Path tar = folder.resolve("snapshot.tar");
    long before;
    DumpFacts facts;
    Transfers transfers = Transfers.between(first, second);
    try (transfers;
        Dump dump =
            driver.dump(
                BackupType.SNAPSHOT, Runs.on(first.connection(ROLE, PostgresServer.PASSWORD)));
        OutputStream out = Files.newOutputStream(tar)) {
      out.write(dump.stream().readNBytes(1 << 20));
      before = transfers.count();
      transfers.await(before + MEANWHILE);
      // The files that are still to come are of a later state than those that have gone.
      server.execute("postgres", "CHECKPOINT");
      server.execute("postgres", "SELECT pg_switch_wal()");
      transfers.await(before + 2 * MEANWHILE);
      dump.stream().transferTo(out);
      facts = dump.awaitSuccess();
      transfers.await(transfers.count() + MEANWHILE);
    }

    UnpackedSnapshot unpacked = UnpackedSnapshot.of(tar, folder.resolve("data"));
    unpacked.verify(TOOLS);
    try (PostgresServer started = unpacked.start(15)) {
      long shown = transfers.requireWhole(started);
      assertThat(shown)
          .as("others wrote before, meanwhile and after")
          .isBetween(before + 2 * MEANWHILE, transfers.count() - 1);
      transfers.requireMoment(shown, LogRange.position(facts.details().getOrDefault("endLsn", "")));
    }
  }
}
