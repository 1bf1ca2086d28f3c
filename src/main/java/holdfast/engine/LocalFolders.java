package holdfast.engine;

import holdfast.catalog.Catalog;
import holdfast.catalog.Page;
import holdfast.catalog.PageRequest;
import holdfast.destination.Destination;
import holdfast.model.BackupDestination;
import holdfast.model.FailureException;
import holdfast.model.Location;
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
    PageRequest request = PageRequest.first(PAGE);
    while (true) {
      PageRequest asked = request;
      Page<BackupDestination> page = catalog.read(stores -> stores.destinations().list(asked));
      page.items().stream()
          .filter(destination -> destination.location() instanceof Location.Local)
          .forEach(this::warnIfMissing);
      if (page.next() == null) {
        return;
      }
      request = new PageRequest(PAGE, page.next(), 0);
    }
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
}
