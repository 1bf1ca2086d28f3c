package holdfast;

import holdfast.api.DestinationBackupItem;
import holdfast.catalog.Catalog;
import holdfast.catalog.CatalogException;
import holdfast.catalog.CatalogMove;
import holdfast.catalog.PostgresCatalog;
import holdfast.catalog.SqliteCatalog;
import holdfast.cli.StartException;
import holdfast.engine.LocalFolders;
import holdfast.security.RefusedException;
import holdfast.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Moves the catalog of a data folder that no server uses into PostgreSQL. */
final class CatalogRemoval {
  private final Settings settings;
  private final DataFolder folder;
  private final List<String> words = new ArrayList<>();

  private CatalogRemoval(Settings settings, DataFolder folder) {
    this.settings = settings;
    this.folder = folder;
  }

  static List<String> move(Settings settings) throws StartException {
    if (!Files.isDirectory(settings.dataDir())) {
      throw new StartException("there is no data folder " + settings.dataDir());
    }
    try (DataFolder folder = DataFolder.open(settings.dataDir())) {
      CatalogRemoval removal = new CatalogRemoval(settings, folder);
      removal.move();
      return removal.words;
    } catch (CatalogException | RefusedException | IOException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private void move() throws IOException, StartException {
    Path file = folder.catalog();
    if (!Files.exists(file)) {
      throw new StartException("there is no catalog %s to be moved".formatted(file));
    }
    Path old = folder.movedCatalog();
    if (Files.exists(old)) {
      throw new StartException(
          "%s is there, the catalog of an earlier move; put it elsewhere first, it is the only way back"
              .formatted(old));
    }
    prepare(file);
    String url = Objects.requireNonNull(settings.databaseUrl());
    Optional<List<CatalogMove.Moved>> moved =
        CatalogMove.run(file, PostgresCatalog.Settings.of(url));
    // A server that is started without the new place must not go on with the old one.
    Files.move(file, old, StandardCopyOption.ATOMIC_MOVE);
    words.addFirst(
        moved
            .map(tables -> "moved %d rows of %d tables".formatted(rows(tables), tables.size()))
            .map(what -> what + " into PostgreSQL; each was read back and is what it was")
            .orElse("the catalog had been moved there before"));
    words.add("the old file is kept as " + old);
    words.add(
        "next: start each node with HOLDFAST_DATABASE_URL and with the key %s (HOLDFAST_SECRET_KEY_FILE); tokens stay as they are"
            .formatted(settings.secretKey() == null ? folder.secretKey() : "that was used so far"));
  }

  /** Opens it once, so that a wrong key shows now, and the schema is that of this version. */
  private void prepare(Path file) throws IOException {
    try (Catalog catalog =
        SqliteCatalog.open(
            file, Server.cipher(settings, folder, () -> false), new DestinationBackupItem())) {
      words.addAll(LocalFolders.markAll(catalog));
    }
  }

  private static long rows(List<CatalogMove.Moved> tables) {
    return tables.stream().mapToLong(CatalogMove.Moved::rows).sum();
  }
}
