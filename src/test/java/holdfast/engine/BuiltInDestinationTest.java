package holdfast.engine;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.catalog.Catalog;
import holdfast.catalog.PageRequest;
import holdfast.catalog.SqliteCatalog;
import holdfast.model.BackupDestination;
import holdfast.model.IdGenerator;
import holdfast.model.Location;
import holdfast.security.TinkSecretCipher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltInDestinationTest {
  @TempDir private Path folder;

  @Test
  void isMadeOnceAndFollowsTheDataFolder() throws IOException {
    try (Catalog catalog =
        SqliteCatalog.open(
            folder.resolve("catalog.db"),
            TinkSecretCipher.fromFile(folder.resolve("key.json"), true),
            (backup, copy) -> "{}")) {
      BackupDestination first = ensured(catalog, "/data/backups");
      assertThat(first.slug().value()).isEqualTo("built-in");
      assertThat(first.location()).isEqualTo(new Location.Local("/data/backups"));
      assertThat(ensured(catalog, "/data/backups")).isEqualTo(first);
      BackupDestination moved = ensured(catalog, "/moved/backups");
      assertThat(moved.id()).isEqualTo(first.id());
      assertThat(moved.location()).isEqualTo(new Location.Local("/moved/backups"));
    }
  }

  private static BackupDestination ensured(Catalog catalog, String path) {
    Clock clock = Clock.systemUTC();
    BuiltInDestination.ensure(catalog, new IdGenerator(clock), clock, path);
    List<BackupDestination> all =
        catalog.read(stores -> stores.destinations().list(PageRequest.first(10))).items();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }
}
