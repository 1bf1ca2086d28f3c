package holdfast.cli.demo;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A list of backups as a table for people. */
final class BackupTable {
  private static final List<String> HEAD =
      List.of("ID", "STATUS", "PROJECT", "ADDON", "TYPE", "BYTES", "CREATED", "COMPLETED");

  private BackupTable() {}

  static String of(JsonNode backups) {
    List<List<String>> rows = new ArrayList<>(List.of(HEAD));
    for (JsonNode backup : backups) {
      rows.add(row(backup));
    }
    StringBuilder table = new StringBuilder();
    rows.forEach(row -> table.append(line(row, rows)).append('\n'));
    return table.toString();
  }

  private static List<String> row(JsonNode backup) {
    return List.of(
        backup.path("id").asString(),
        backup.path("status").asString(),
        backup.at("/project/id").asString(),
        backup.at("/addon/id").asString(),
        backup.at("/config/addonType").asString()
            + " "
            + backup.at("/config/addonVersion").asString(),
        backup.at("/config/size").asString(),
        backup.path("createdAt").asString(),
        backup.path("completedAt").asString());
  }

  private static String line(List<String> row, List<List<String>> rows) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      line.append(pad(row.get(column), width(rows, column))).append("  ");
    }
    return line.toString().stripTrailing();
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
