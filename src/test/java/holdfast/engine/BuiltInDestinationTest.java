package holdfast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.catalog.Catalog;
import holdfast.catalog.PageRequest;
import holdfast.catalog.SqliteCatalog;
import holdfast.destination.FolderMark;
import holdfast.model.BackupDestination;
import holdfast.model.DestinationId;
import holdfast.model.FailureException;
import holdfast.model.IdGenerator;
import holdfast.model.Location;
import holdfast.security.TinkSecretCipher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltInDestinationTest {
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir private Path folder;
  private Catalog catalog;
  private BuiltInDestination builtIn;

  @BeforeEach
  void open() throws IOException {
    catalog =
        SqliteCatalog.open(
            folder.resolve("catalog.db"),
            TinkSecretCipher.fromFile(folder.resolve("key.json"), true),
            (backup, copy) -> "{}");
    builtIn = new BuiltInDestination(catalog, new IdGenerator(CLOCK), CLOCK);
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void isMadeOnceAndFollowsTheDataFolder() {
    BackupDestination first = ensured("/data/backups");
    assertThat(first.slug().value()).isEqualTo("built-in");
    assertThat(first.location()).isEqualTo(new Location.Local("/data/backups"));
    assertThat(ensured("/data/backups")).isEqualTo(first);
    BackupDestination moved = ensured("/moved/backups");
    assertThat(moved.id()).isEqualTo(first.id());
    assertThat(moved.location()).isEqualTo(new Location.Local("/moved/backups"));
  }

  @Test
  void staysWhereTheFirstNodeHasPutItAndCarriesItsMarkThere() throws Exception {
    Path first = newFolder("first");
    Path second = newFolder("second");

    assertThat(builtIn.share(first, false)).isEqualTo(first);
    assertThat(builtIn.share(second, false)).isEqualTo(first);

    FolderMark mark = FolderMark.of(registered().id());
    assertThat(mark.isIn(first)).isTrue();
    assertThat(mark.isIn(second)).isFalse();
  }

  @Test
  void movesToAFolderThatTheAdministratorHasChosenWhileItHoldsNothing() throws Exception {
    Path first = newFolder("first");
    Path chosen = newFolder("chosen");
    builtIn.share(first, false);

    assertThat(builtIn.share(chosen, true)).isEqualTo(chosen);

    assertThat(registered().location()).isEqualTo(new Location.Local(chosen.toString()));
    assertThat(FolderMark.of(registered().id()).isIn(chosen)).isTrue();
  }

  @Test
  void doesNotMoveAwayFromItsBackups() throws Exception {
    Path chosen = newFolder("chosen");
    try (EngineWorld world = new EngineWorld(newFolder("world"))) {
      world.destination("built-in");
      DestinationId id = world.completed().copies().getFirst().destinationId();
      BuiltInDestination used =
          new BuiltInDestination(world.facilities.catalog(), new IdGenerator(CLOCK), CLOCK);

      assertThatThrownBy(() -> used.share(chosen, true))
          .isInstanceOf(FailureException.class)
          .hasMessageContaining("its backups lie in /built-in");

      FolderMark.of(id).leave(chosen); // what a copy of the folder brings along
      assertThat(used.share(chosen, true)).isEqualTo(chosen);
    }
  }

  private Path newFolder(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  private BackupDestination ensured(String path) {
    builtIn.ensure(path);
    return registered();
  }

  private BackupDestination registered() {
    List<BackupDestination> all =
        catalog.read(stores -> stores.destinations().list(PageRequest.first(10))).items();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }
}
