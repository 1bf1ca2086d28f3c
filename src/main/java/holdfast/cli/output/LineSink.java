package holdfast.cli.output;

import java.io.PrintStream;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** A line for each item. */
final class LineSink implements Sink {
  private final PrintStream out;
  private final Function<JsonNode, String> line;
  private boolean isEmpty = true;

  LineSink(PrintStream out, Function<JsonNode, String> line) {
    this.out = out;
    this.line = line;
  }

  @Override
  public void add(JsonNode item) {
    isEmpty = false;
    out.println(line.apply(item));
  }

  @Override
  public void endPage() {
    out.flush();
  }

  @Override
  public boolean isEmpty() {
    return isEmpty;
  }
}
