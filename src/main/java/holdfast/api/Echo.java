package holdfast.api;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Fields of the vendor's API that mean nothing here and are given back as they came. */
final class Echo {
  static final List<String> PROJECT = List.of("color", "region", "clusterId", "networking");
  static final List<String> ADDON =
      List.of(
          "billing",
          "tags",
          "tlsEnabled",
          "externalAccessEnabled",
          "ipPolicies",
          "typeSpecificSettings",
          "customCredentials");

  /** Once it is there, it has its source behind it. */
  static final List<String> NEW_ADDON = Stream.concat(ADDON.stream(), Stream.of("source")).toList();

  private Echo() {}

  /**
   * What to keep: what was kept before, with what came now in its place.
   *
   * @param before a JSON object, as kept
   */
  static String kept(String before, ObjectNode body, List<String> fields) {
    ObjectNode kept = Json.parse(before).asObject();
    for (String field : fields) {
      JsonNode value = body.get(field);
      if (value != null) {
        kept.set(field, value);
      }
    }
    return Json.text(kept);
  }
}
