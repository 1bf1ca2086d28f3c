package holdfast.cli.output;

import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** Takes the items of a list as they come. */
public interface Sink {
  void add(JsonNode item) throws IOException;

  /** What came so far can be shown. */
  void endPage() throws IOException;

  /** After the last page. */
  default void end() throws IOException {}

  /** Whether nothing came. */
  boolean isEmpty();
}
