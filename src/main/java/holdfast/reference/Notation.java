package holdfast.reference;

import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** How a value is written, on one line where it fits and a field a line where not. */
enum Notation {
  JSON {
    @Override
    String key(String name) {
      return "\"" + name + "\"";
    }

    @Override
    String scalar(JsonNode value) {
      return value.toString();
    }
  },
  JAVASCRIPT {
    @Override
    String key(String name) {
      return name.matches("[A-Za-z_$][\\w$]*") ? name : "'" + name + "'";
    }

    @Override
    String scalar(JsonNode value) {
      return value.isString()
          ? "'" + value.asString().replace("\\", "\\\\").replace("'", "\\'") + "'"
          : value.toString();
    }
  };

  private static final int WIDTH = 64;

  abstract String key(String name);

  abstract String scalar(JsonNode value);

  String write(JsonNode value) {
    return write(value, "");
  }

  private String write(JsonNode value, String indent) {
    String line = onOneLine(value);
    if (!value.isContainer() || value.isEmpty() || indent.length() + line.length() <= WIDTH) {
      return line;
    }
    String deeper = indent + "  ";
    String between = ",\n" + deeper;
    return enclosed(
        value,
        "\n" + deeper,
        parts(value, part -> write(part, deeper)).collect(Collectors.joining(between)),
        "\n" + indent);
  }

  private String onOneLine(JsonNode value) {
    if (!value.isContainer()) {
      return scalar(value);
    }
    String room = value.isEmpty() || value.isArray() || this == JSON ? "" : " ";
    return enclosed(
        value, room, parts(value, this::onOneLine).collect(Collectors.joining(", ")), room);
  }

  private Stream<String> parts(JsonNode value, Function<JsonNode, String> written) {
    return value.isArray()
        ? value.valueStream().map(written)
        : value.properties().stream()
            .map(field -> key(field.getKey()) + ": " + written.apply(field.getValue()));
  }

  private static String enclosed(JsonNode value, String before, String parts, String after) {
    return value.isArray()
        ? "[" + before + parts + after + "]"
        : "{" + before + parts + after + "}";
  }
}
