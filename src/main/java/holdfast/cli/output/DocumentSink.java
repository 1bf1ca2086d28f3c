package holdfast.cli.output;

import java.io.PrintStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** All items in one document, of the shape that a single page has. */
final class DocumentSink implements Sink {
  private final String member;
  private final OutputFormat format;
  private final PrintStream out;
  private final JsonGenerator document;
  private boolean isEmpty = true;

  /**
   * @param member which holds the items; empty where the document is their array
   */
  DocumentSink(String member, OutputFormat format, PrintStream out) {
    this.member = member;
    this.format = format;
    this.out = out;
    this.document = Documents.generator(format, out);
    if (!member.isEmpty()) {
      document.writeStartObject();
      document.writeName(member);
    }
    document.writeStartArray();
  }

  @Override
  public void add(JsonNode item) {
    isEmpty = false;
    document.writeTree(item);
  }

  @Override
  public void endPage() {
    document.flush();
  }

  @Override
  public void end() {
    document.writeEndArray();
    if (!member.isEmpty()) {
      document.writeEndObject();
    }
    document.close();
    if (format == OutputFormat.JSON) {
      out.println();
    }
    out.flush();
  }

  @Override
  public boolean isEmpty() {
    return isEmpty;
  }
}
