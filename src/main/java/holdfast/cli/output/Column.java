package holdfast.cli.output;

import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A column of a table.
 *
 * @param pointer where its value stands in an item; {@code /*} stands for every member of an array
 */
public record Column(String title, String pointer, Format format) {
  private static final String EACH = "/*";

  public static Column text(String title, String pointer) {
    return new Column(title, pointer, Format.TEXT);
  }

  /** As people read it. */
  String text(JsonNode item, Instant now) {
    return Plain.oneLine(format.text(value(item), now));
  }

  /** As programs read it. */
  String raw(JsonNode item) {
    return Plain.raw(value(item));
  }

  private JsonNode value(JsonNode item) {
    int each = pointer.indexOf(EACH);
    if (each < 0) {
      return item.at(pointer);
    }
    ArrayNode values = JsonNodeFactory.instance.arrayNode();
    for (JsonNode member : item.at(pointer.substring(0, each))) {
      values.add(member.at(pointer.substring(each + EACH.length())));
    }
    return values;
  }
}
