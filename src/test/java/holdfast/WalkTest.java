package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServers;
import holdfast.testing.SampleDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A destination with many backups is walked by cursor while more are being made. */
class WalkTest {
  private static final int EXISTING = 10_000;
  private static final int MADE_MEANWHILE = 200;

  @TempDir Path folder;

  @Test
  void eachOfTenThousandBackupsIsShownExactlyOnceWhileOthersAreMade() throws Exception {
    PostgresDatabase database = PostgresServers.shared(14).createDatabase();
    database.executeAsKeeper("CREATE TABLE customer ()");
    try (LiveServer live =
            new LiveServer(
                folder.resolve("data"),
                Map.of("HOLDFAST_RATE_LIMIT", "0", "HOLDFAST_WORKERS", "1"));
        SampleDatabase.Blockade lock = database.block()) {
      assertThat(lock)
          .as("the only worker waits: 10 000 runs of pg_dump would only cost time")
          .isNotNull();
      String addon = live.addon("Many", database);
      Set<String> existing = ConcurrentHashMap.newKeySet();
      IntStream.range(0, EXISTING).parallel().forEach(i -> existing.add(uid(live, addon)));
      Thread maker =
          Thread.ofPlatform()
              .start(() -> IntStream.range(0, MADE_MEANWHILE).forEach(i -> uid(live, addon)));

      List<String> shown = walk(live);
      maker.join();

      List<String> ofExisting = shown.stream().filter(existing::contains).toList();
      assertThat(ofExisting).hasSize(EXISTING).doesNotHaveDuplicates();
      assertThat(shown).doesNotHaveDuplicates();
    }
  }

  private static String uid(LiveServer live, String addon) {
    return live.api().post(addon + "/backups", "{}").data().path("uid").asString();
  }

  private static List<String> walk(LiveServer live) {
    List<String> shown = new ArrayList<>();
    String cursor = "";
    while (true) {
      JsonNode page =
          live.api().get("/v1/backup-destinations/built-in/backups?per_page=100" + cursor).body();
      page.path("data").forEach(item -> shown.add(item.path("uid").asString()));
      assertThat(page.at("/pagination/count").asInt()).isEqualTo(page.path("data").size());
      if (!page.at("/pagination/hasNextPage").asBoolean()) {
        assertThat(page.at("/pagination/cursor").isMissingNode()).isTrue();
        return shown;
      }
      cursor = "&cursor=" + page.at("/pagination/cursor").asString();
      assertThat(cursor).hasSize("&cursor=".length() + 24);
    }
  }
}
