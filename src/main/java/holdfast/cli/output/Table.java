package holdfast.cli.output;

import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A table for people, page by page. The first page decides how wide the columns are, so that rows
 * can be printed before all are known.
 */
final class Table implements Sink {
  private static final String GAP = "  ";

  private final List<Column> columns;
  private final Terminal terminal;
  private final PrintStream out;
  private final Instant now;
  private final List<JsonNode> waiting = new ArrayList<>();
  private int[] widths = {};
  private boolean isEmpty = true;

  Table(List<Column> columns, Terminal terminal, PrintStream out, Instant now) {
    this.columns = columns;
    this.terminal = terminal;
    this.out = out;
    this.now = now;
  }

  @Override
  public void add(JsonNode item) {
    waiting.add(item);
  }

  @Override
  public void endPage() {
    List<List<String>> rows = waiting.stream().map(this::row).toList();
    waiting.clear();
    if (rows.isEmpty()) {
      return;
    }
    if (isEmpty) {
      isEmpty = false;
      widths = Widths.fit(titles(), rows, terminal.width() - GAP.length() * (columns.size() - 1));
      print(titles(), true);
    }
    rows.forEach(row -> print(row, false));
    out.flush();
  }

  @Override
  public boolean isEmpty() {
    return isEmpty;
  }

  private List<String> titles() {
    return columns.stream().map(Column::title).toList();
  }

  private List<String> row(JsonNode item) {
    return columns.stream().map(column -> column.text(item, now)).toList();
  }

  private void print(List<String> cells, boolean isHead) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      if (widths[i] > 0) {
        line.append(line.isEmpty() ? "" : GAP).append(cell(i, cells.get(i), isHead));
      }
    }
    out.println(line.toString().stripTrailing());
  }

  private String cell(int column, String text, boolean isHead) {
    String fitted = Widths.cut(text, widths[column]);
    String padding = " ".repeat(Math.max(0, widths[column] - Widths.of(fitted)));
    return terminal.isColourful()
        ? colour(column, text, isHead).paint(fitted) + padding
        : fitted + padding;
  }

  private Colour colour(int column, String text, boolean isHead) {
    if (isHead) {
      return Colour.HEAD;
    }
    return columns.get(column).format() == Format.STATUS ? Colour.ofStatus(text) : Colour.NONE;
  }
}
