package holdfast.cli.output;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** One thing for people: a line for each thing that is said of it. */
final class Details {
  /** A name with dots between members, and its value. */
  record Detail(String name, String text, String raw) {}

  private final Instant now;
  private final List<Detail> found = new ArrayList<>();

  private Details(Instant now) {
    this.now = now;
  }

  static List<Detail> of(JsonNode thing, Instant now) {
    Details details = new Details(now);
    details.take("", "", thing);
    return details.found;
  }

  private void take(String name, String last, JsonNode value) {
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> member : value.properties()) {
        take(
            name.isEmpty() ? member.getKey() : name + "." + member.getKey(),
            member.getKey(),
            member.getValue());
      }
    } else if (value.isArray() && !value.isEmpty() && value.get(0).isObject()) {
      value.forEach(member -> add(name, summary(member), Plain.raw(member)));
    } else {
      add(name, text(last, value), Plain.raw(value));
    }
  }

  private void add(String name, String text, String raw) {
    if (!raw.isEmpty()) {
      found.add(new Detail(name, Plain.oneLine(text), raw));
    }
  }

  /**
   * The values of a thing within a thing, in one line; why it failed is said where it is told of
   * itself.
   */
  private String summary(JsonNode thing) {
    return of(thing, now).stream()
        .filter(detail -> !detail.name().startsWith("failure."))
        .map(Detail::text)
        .collect(Collectors.joining("  "));
  }

  private String text(String name, JsonNode value) {
    return format(name, value).text(value, now);
  }

  private static Format format(String name, JsonNode value) {
    if (value.isArray()) {
      return Format.LIST;
    }
    if (name.equals("expiredBy")) {
      return Format.EXPIRY;
    }
    if (name.equals("size") || name.endsWith("Bytes")) {
      return Format.BYTES;
    }
    return name.endsWith("At") || name.equals("restoreTimestamp") ? Format.TIME : Format.TEXT;
  }
}
