package holdfast.api;

import holdfast.catalog.Catalog;
import holdfast.model.AddonType;
import holdfast.model.FoundDatabase;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code P/addons/discover}: which databases a server has. Registers none. */
final class DiscoveryResource {
  private final Catalog catalog;
  private final AddonProbe probe;

  DiscoveryResource(ApiParts parts) {
    this.catalog = parts.catalog();
    this.probe = new AddonProbe(parts.inspections());
  }

  Answer discover(Request request) {
    AddonType type = AddonType.ofWire(request.required("type")).orElseThrow();
    catalog.read(stores -> Lookup.project(stores, request));
    probe.requireKnown(type);
    return Answer.data(json(probe.databases(type, AddonConnection.uri(request))));
  }

  private static ObjectNode json(List<FoundDatabase> databases) {
    ObjectNode data = Json.object();
    ArrayNode items = data.putArray("databases");
    for (FoundDatabase database : databases) {
      ObjectNode item = items.addObject().put("name", database.name());
      database.sizeBytes().ifPresent(bytes -> item.put("size", Long.toString(bytes)));
    }
    return data;
  }
}
