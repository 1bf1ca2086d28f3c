package holdfast.engine;

import holdfast.catalog.Catalog;
import holdfast.catalog.Page;
import holdfast.catalog.PageRequest;
import holdfast.destination.Destination;
import holdfast.destination.FolderMark;
import holdfast.model.BackupDestination;
import holdfast.model.FailureException;
import holdfast.model.Location;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folders of local destinations, on a node whose catalog others share. */
public final class LocalFolders {
  private static final Logger LOG = LoggerFactory.getLogger(LocalFolders.class);
  private static final int PAGE = 100;

  private final Catalog catalog;
  private final DestinationOpener destinations;

  public LocalFolders(Catalog catalog, DestinationOpener destinations) {
    this.catalog = catalog;
    this.destinations = destinations;
  }

  /** Says in the log, at start, which of them this node does not have: its runs there will fail. */
  public void warnOfMissing() {
    all(catalog).forEach((destination, folder) -> warnIfMissing(destination));
  }

  private void warnIfMissing(BackupDestination destination) {
    try (Destination opened = destinations.open(destination)) {
      LOG.debug("{} is there: {}", destination.slug(), opened.capabilities());
    } catch (FailureException e) {
      LOG.warn(
          "backups in \"{}\" will fail on this node: {}. {}",
          destination.name(),
          e.failure().message(),
          e.failure().hint());
    }
  }

  /**
   * Marks every one of them, before a catalog that one node had to itself is shared.
   *
   * @return what its user should know, a sentence each
   */
  public static List<String> markAll(Catalog catalog) {
    List<String> words = new ArrayList<>();
    all(catalog)
        .forEach(
            (destination, folder) -> {
              words.add(
                  "the destination \"%s\" is the folder %s: nodes on other machines need the same folder at this path"
                      .formatted(destination.name(), folder));
              try {
                FolderMark.of(destination.id()).leave(folder);
              } catch (FailureException e) {
                words.add("it could not be marked as such: " + e.failure().message());
              }
            });
    return words;
  }

  private static Map<BackupDestination, Path> all(Catalog catalog) {
    Map<BackupDestination, Path> folders = new LinkedHashMap<>();
    PageRequest request = PageRequest.first(PAGE);
    while (true) {
      PageRequest asked = request;
      Page<BackupDestination> page = catalog.read(stores -> stores.destinations().list(asked));
      for (BackupDestination destination : page.items()) {
        if (destination.location() instanceof Location.Local local) {
          folders.put(destination, Path.of(local.path()));
        }
      }
      if (page.next() == null) {
        return folders;
      }
      request = new PageRequest(PAGE, page.next(), 0);
    }
  }
}
