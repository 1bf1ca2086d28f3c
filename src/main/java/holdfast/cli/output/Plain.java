package holdfast.cli.output;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Values without any shape of ours. */
public final class Plain {
  private Plain() {}

  /** Empty where there is none; members of an array with spaces between; an object as JSON. */
  public static String raw(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isArray()) {
      return value.isObject() ? value.toString() : value.asString();
    }
    List<String> members = new ArrayList<>();
    value.forEach(member -> members.add(raw(member)));
    return String.join(" ", members);
  }

  /** What a server says must not move the cursor, or forge a line. */
  public static String oneLine(String text) {
    return text.codePoints()
        .map(it -> Character.isISOControl(it) ? ' ' : it)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
