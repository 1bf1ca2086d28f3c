package holdfast.api;

import holdfast.catalog.Catalog;
import holdfast.catalog.Stores;
import holdfast.retention.RetentionPlan;
import java.time.Clock;
import java.time.Instant;

/**
 * {@code A/backup-retention}: which copies would be kept at a moment and which would expire, and
 * why. Asking removes nothing.
 */
final class RetentionResource {
  private final Catalog catalog;
  private final Clock clock;

  RetentionResource(ApiParts parts) {
    this.catalog = parts.catalog();
    this.clock = parts.clock();
  }

  Answer list(Request request) {
    Instant given = TimeParameter.of(request, "at");
    Instant at = given == null ? clock.instant() : given;
    return catalog.read(stores -> list(stores, request, at));
  }

  private static Answer list(Stores stores, Request request, Instant at) {
    RetentionJson json = new RetentionJson(stores);
    return Paging.answer(
        "retention",
        stores.retention().listOfAddon(Lookup.addon(stores, request).id(), Paging.of(request)),
        copies -> json.backup(copies.getFirst(), RetentionPlan.of(copies, at)));
  }
}
