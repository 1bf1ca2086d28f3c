package holdfast.cli.output;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Rows of comma-separated values, as RFC 4180 has them but for the ends of lines. */
final class Csv {
  private Csv() {}

  static String head(List<Column> columns) {
    return columns.stream().map(column -> quoted(column.title())).collect(Collectors.joining(","));
  }

  static String row(List<Column> columns, JsonNode item) {
    return columns.stream()
        .map(column -> quoted(column.raw(item)))
        .collect(Collectors.joining(","));
  }

  static String quoted(String value) {
    boolean isPlain =
        value.chars().noneMatch(it -> it == ',' || it == '"' || it == '\n' || it == '\r');
    return isPlain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }
}
