package holdfast.cli.output;

import java.io.OutputStream;
import java.io.PrintStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Data as JSON or YAML documents. */
final class Documents {
  private Documents() {}

  static JsonGenerator generator(OutputFormat format, PrintStream out) {
    return mapper(format).writerWithDefaultPrettyPrinter().createGenerator((OutputStream) out);
  }

  /** Each has classes of its own, which only those load who ask for it. */
  private static ObjectMapper mapper(OutputFormat format) {
    return format == OutputFormat.YAML ? Yaml.mapper() : Json.mapper();
  }

  static void write(JsonNode data, OutputFormat format, PrintStream out) {
    try (JsonGenerator document = generator(format, out)) {
      document.writeTree(data);
    }
    if (format == OutputFormat.JSON) {
      out.println();
    }
    out.flush();
  }

  private static final class Json {
    static ObjectMapper mapper() {
      return JsonMapper.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    }
  }

  private static final class Yaml {
    static ObjectMapper mapper() {
      return YAMLMapper.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
          .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
          .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();
    }
  }
}
