package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Dump;
import holdfast.database.DumpFacts;
import holdfast.model.BackupType;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresSample;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.Runs;
import org.junit.jupiter.api.Test;

class PgDumpTest {
  private final PostgresqlDriver driver = new PostgresqlDriver();

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
      assertThat(facts.details()).containsEntry("dataBlocks", "6");
    }
  }
}
