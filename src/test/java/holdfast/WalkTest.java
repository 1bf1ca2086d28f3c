package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.api.DestinationBackupItem;
import holdfast.catalog.Catalog;
import holdfast.catalog.SecretCipher;
import holdfast.catalog.SqliteCatalog;
import holdfast.model.Addon;
import holdfast.model.Backup;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.BackupType;
import holdfast.model.Compression;
import holdfast.model.Copy;
import holdfast.model.DatabaseSet;
import holdfast.model.DestinationId;
import holdfast.model.IdGenerator;
import holdfast.model.Origin;
import holdfast.model.Progress;
import holdfast.model.Project;
import holdfast.model.Slug;
import holdfast.model.SourceType;
import holdfast.security.TinkSecretCipher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    try (LiveServer live =
        new LiveServer(
            folder.resolve("data"), Map.of("HOLDFAST_RATE_LIMIT", "0", "HOLDFAST_WORKERS", "1"))) {
      String addon = live.addon("Many", "postgresql://nobody@127.0.0.1:1/none", "?skipTest=true");
      live.api().post(addon + "/pause", "").data();
      live.process().terminate();
      Set<String> existing = fill(folder.resolve("data"));
      live.startAgain();
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

  /**
   * Puts the backups into the catalog of a server that is down: as many requests would only cost
   * time.
   */
  private static Set<String> fill(Path data) throws IOException {
    SecretCipher cipher = TinkSecretCipher.fromFile(data.resolve("secret-key.json"), false);
    IdGenerator ids = new IdGenerator(Clock.systemUTC());
    try (Catalog catalog =
        SqliteCatalog.open(data.resolve("catalog.db"), cipher, new DestinationBackupItem())) {
      Project project =
          catalog.read(stores -> stores.projects().find(new Slug("live"))).orElseThrow();
      Addon addon =
          catalog
              .read(stores -> stores.addons().find(project.id(), new Slug("many")))
              .orElseThrow();
      Copy copy = new Copy(builtIn(catalog), BackupStatus.SCHEDULED, null, 0, Copy.NEVER, null);
      return catalog.write(
          stores -> {
            Set<String> made = new HashSet<>();
            for (int i = 0; i < EXISTING; i++) {
              Backup backup =
                  scheduled(ids.nextBackupId(), "n" + i, Origin.of(project, addon), copy);
              stores.backups().insert(backup);
              made.add(backup.id().toString());
            }
            return made;
          });
    }
  }

  private static DestinationId builtIn(Catalog catalog) {
    return catalog
        .read(stores -> stores.destinations().find(new Slug("built-in")))
        .orElseThrow()
        .id();
  }

  private static Backup scheduled(BackupId id, String name, Origin origin, Copy copy) {
    return new Backup(
        id,
        new Slug(name),
        name,
        origin,
        BackupType.DUMP,
        Compression.GZ,
        SourceType.SAME_ADDON,
        BackupStatus.SCHEDULED,
        0,
        List.of(),
        null,
        null,
        Instant.now(),
        null,
        null,
        Progress.NONE,
        List.of(copy),
        DatabaseSet.ONE);
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
