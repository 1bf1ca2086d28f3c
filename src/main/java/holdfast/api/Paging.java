package holdfast.api;

import holdfast.catalog.Page;
import holdfast.catalog.PageRequest;
import holdfast.model.Key;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Pages of lists, as the contract has them. */
final class Paging {
  private static final int DEFAULT_SIZE = 50;

  private Paging() {}

  /** The page that is asked for. A cursor wins over a page number. */
  static PageRequest of(Request request) {
    int size = request.query().path("per_page").asInt(DEFAULT_SIZE);
    JsonNode cursor = request.query().get("cursor");
    if (cursor != null) {
      return new PageRequest(size, new Key(cursor.asString()), 0);
    }
    long page = request.query().path("page").asLong(1);
    return new PageRequest(size, null, (page - 1) * size);
  }

  /** A page in an object, under the name of its kind. */
  static <T> Answer answer(String kind, Page<T> page, Function<T, ? extends JsonNode> rendering) {
    ObjectNode whole = Json.object();
    ArrayNode items = whole.putObject("data").putArray(kind);
    page.items().forEach(item -> items.add(rendering.apply(item)));
    ObjectNode pagination = whole.putObject("pagination");
    pagination.put("hasNextPage", page.next() != null);
    if (page.next() != null) {
      // Absent, never null: the official client would ask for ever.
      pagination.put("cursor", page.next().hex());
    }
    pagination.put("count", page.items().size());
    return Answer.success(whole);
  }

  /** A bare array of documents that are JSON already: nothing is parsed. */
  static Answer ofDocuments(Page<String> page) {
    StringBuilder json =
        new StringBuilder(128 + page.items().stream().mapToInt(String::length).sum());
    json.append("{\"data\":[").append(String.join(",", page.items()));
    json.append("],\"pagination\":{\"hasNextPage\":").append(page.next() != null);
    appendCursor(json, page.next());
    json.append(",\"count\":").append(page.items().size()).append("}}");
    return Answer.json(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void appendCursor(StringBuilder json, @Nullable Key next) {
    if (next != null) {
      json.append(",\"cursor\":\"").append(next.hex()).append('"');
    }
  }
}
