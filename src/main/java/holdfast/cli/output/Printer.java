package holdfast.cli.output;

import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Prints answers in the format that was asked for. */
public record Printer(OutputFormat format, Terminal terminal, PrintStream out, Instant now) {

  /**
   * For the items of a list.
   *
   * @param member of the answer that holds them; empty where it is their array
   * @param name where an item's id stands
   */
  public Sink items(String member, List<Column> columns, String name) {
    return switch (format) {
      case TABLE -> new Table(columns, terminal, out, now);
      case JSON, YAML -> new DocumentSink(member, format, out);
      case CSV -> {
        out.println(Csv.head(columns));
        yield new LineSink(out, item -> Csv.row(columns, item));
      }
      case NAME -> new LineSink(out, item -> Plain.raw(item.at(name)));
    };
  }

  /** For the lines of a log. */
  public Sink logLines() {
    List<Column> columns =
        List.of(
            Column.text("TIME", "/ts"),
            Column.text("WHO", "/containerId"),
            Column.text("LINE", "/log"));
    return switch (format) {
      case TABLE -> new LineSink(out, this::logLine);
      case NAME -> new LineSink(out, line -> Plain.oneLine(Plain.raw(line.path("log"))));
      default -> items("", columns, "/log");
    };
  }

  private String logLine(JsonNode line) {
    String who = Plain.oneLine(Plain.raw(line.path("containerId")));
    return "%s  %s  %s"
        .formatted(
            Plain.raw(line.path("ts")),
            terminal.isColourful() ? Colour.BUSY.paint(who) : who,
            Plain.oneLine(Plain.raw(line.path("log"))));
  }

  /** Data as it came. */
  public void document(JsonNode data) {
    Documents.write(data, format, out);
  }

  public boolean isDocument() {
    return format == OutputFormat.JSON || format == OutputFormat.YAML;
  }

  /**
   * One thing.
   *
   * @param name where its id stands
   */
  public void thing(JsonNode data, String name) {
    switch (format) {
      case TABLE -> lines(Details.of(data, now));
      case JSON, YAML -> document(data);
      case CSV -> csv(Details.of(data, now));
      case NAME -> out.println(Plain.raw(data.at(name)));
    }
    out.flush();
  }

  private void lines(List<Details.Detail> details) {
    int width = details.stream().mapToInt(it -> it.name().length()).max().orElse(0);
    for (Details.Detail detail : details) {
      String padding = " ".repeat(width - detail.name().length() + 2);
      out.println(head(detail.name()) + padding + status(detail));
    }
  }

  private String head(String name) {
    return terminal.isColourful() ? Colour.HEAD.paint(name) : name;
  }

  private String status(Details.Detail detail) {
    boolean isStatus = detail.name().equals("status") && terminal.isColourful();
    return isStatus ? Colour.ofStatus(detail.text()).paint(detail.text()) : detail.text();
  }

  private void csv(List<Details.Detail> details) {
    out.println("NAME,VALUE");
    details.forEach(it -> out.println(Csv.quoted(it.name()) + "," + Csv.quoted(it.raw())));
  }
}
