package holdfast.api;

import holdfast.catalog.Catalog;
import holdfast.catalog.CatalogException;
import holdfast.catalog.PageRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /health} and {@code /ready}, for whoever watches over the process. */
final class HealthResource {
  private static final Logger LOG = LoggerFactory.getLogger(HealthResource.class);
  private static final Answer OK = Answer.data(Json.object().put("status", "ok"));

  private static final Answer STOPPING = Answer.data(Json.object().put("status", "stopping"));

  private final Catalog catalog;
  private final Draining draining;

  HealthResource(ApiParts parts, Draining draining) {
    this.catalog = parts.catalog();
    this.draining = draining;
  }

  Answer health(Request request) {
    return draining.hasBegun() ? STOPPING : OK;
  }

  Answer ready(Request request) {
    if (draining.hasBegun()) {
      throw ApiError.notReady("This node is about to stop.");
    }
    try {
      catalog.read(stores -> stores.destinations().list(PageRequest.first(1)));
      return OK;
    } catch (CatalogException e) {
      LOG.warn("not ready: the catalog does not answer", e);
      throw ApiError.notReady("The catalog does not answer.");
    }
  }
}
