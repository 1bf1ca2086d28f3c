package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServer;
import holdfast.testing.MariaDbServers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A row has to be in a server's memory as a whole, which is small as a rule. */
class HugeRowTest {
  private static final String SUM = "SELECT LENGTH(picture), MD5(picture) FROM huge";

  @TempDir Path folder;
  private final MariaDbDatabase source = MariaDbServers.shared().createDatabase();
  private final MariaDbDatabase target = MariaDbServers.shared().createDatabase();

  @AfterEach
  void dropDatabases() {
    MariaDbServers.dropDatabases();
  }

  @Test
  void comesBackFromAServerAsItIsShipped() throws Exception {
    source.execute("CREATE TABLE huge (picture longblob)");
    source.execute("INSERT INTO huge VALUES (REPEAT(UNHEX('00FF275C0A'), 8388608))");
    try (LiveServer live = new LiveServer(folder.resolve("data"))) {
      String backup = live.startBackup(addon(live, "Source", source), "built-in");
      live.awaitStatus(backup, "completed");

      JsonNode restore = live.restore(backup, addon(live, "Target", target));

      assertThat(restore.path("status").asString()).as(restore.toString()).isEqualTo("completed");
    }
    assertThat(target.query(SUM)).isEqualTo(source.query(SUM)).hasSize(1);
  }

  private static String addon(LiveServer live, String name, MariaDbDatabase database) {
    String uri =
        database.connection(MariaDbServer.KEEPER, MariaDbServer.PASSWORD).secret().reveal();
    return live.addon("mysql", name, uri, "");
  }
}
