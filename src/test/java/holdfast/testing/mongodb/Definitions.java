package holdfast.testing.mongodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** How collections, views and indexes are defined, beside what is in them. */
public final class Definitions {
  private static final JsonWriterSettings EXACT =
      JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

  /** Parts of an index within which the order of fields means something. */
  private static final Set<String> ORDERED = Set.of("key", "partialFilterExpression");

  private Definitions() {}

  /**
   * Of each collection and view the options and indexes, each field of them in a line: their order
   * means nothing, and the stock tools do not keep it.
   */
  public static Map<String, Set<String>> of(TestMongoDatabase database) {
    return of(database, value -> value);
  }

  /** The same, whatever the order of fields within options. */
  public static Map<String, Set<String>> withOptionsInAnyOrder(TestMongoDatabase database) {
    return of(database, Definitions::inAnyOrder);
  }

  private static Map<String, Set<String>> of(
      TestMongoDatabase database, UnaryOperator<BsonValue> asKept) {
    Map<String, Set<String>> definitions = new TreeMap<>();
    for (BsonDocument found : database.open().listCollections(BsonDocument.class)) {
      Set<String> lines = new TreeSet<>();
      String name = found.getString("name").getValue();
      String type = found.getString("type").getValue();
      found
          .getDocument("options")
          .forEach((option, value) -> lines.add(line(type, option, asKept.apply(value))));
      if (!type.equals("view")) {
        database
            .open()
            .getCollection(name)
            .listIndexes(BsonDocument.class)
            .forEach(index -> lines.addAll(lines(index)));
      }
      definitions.put(name, lines);
    }
    return definitions;
  }

  private static List<String> lines(BsonDocument index) {
    List<String> lines = new ArrayList<>();
    index.forEach(
        (field, value) ->
            lines.add(
                line(
                    "index " + index.getString("name").getValue(),
                    field,
                    ORDERED.contains(field) ? value : inAnyOrder(value))));
    return lines;
  }

  private static String line(String of, String field, BsonValue value) {
    return of + " " + new BsonDocument(field, value).toJson(EXACT);
  }

  private static BsonValue inAnyOrder(BsonValue value) {
    return switch (value) {
      case BsonArray array -> new BsonArray(array.stream().map(Definitions::inAnyOrder).toList());
      case BsonDocument document -> {
        BsonDocument sorted = new BsonDocument();
        new TreeMap<>(document).forEach((name, field) -> sorted.append(name, inAnyOrder(field)));
        yield sorted;
      }
      default -> value;
    };
  }
}
