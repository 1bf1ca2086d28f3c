package holdfast.api;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.regex.RegularExpression;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The wire contract, {@code openapi.yaml}: what is served as documentation is what requests are
 * checked by. Read once; thread-safe.
 */
final class Contract {
  private static final String FILE = "/openapi.yaml";
  private static final int MAX_MATCHED = 10_000;
  private static final SchemaRegistry SCHEMAS = registry();

  /** Of a request that has nothing to say. */
  static final Schema EMPTY_OBJECT =
      schema(Json.object().put("type", "object").put("additionalProperties", false));

  private final byte[] yaml;
  private final ObjectNode document = Json.object();
  private final Map<String, JsonNode> operations = new LinkedHashMap<>();

  private Contract(byte[] yaml) {
    this.yaml = yaml;
    JsonNode written = new YAMLMapper().readTree(yaml);
    for (String part : List.of("info", "tags", "paths")) {
      document.set(part, resolved(written.path(part), written));
    }
    for (JsonNode path : document.path("paths")) {
      for (JsonNode operation : path) {
        operations.put(operation.path("operationId").asString(), operation);
      }
    }
  }

  static Contract load() {
    try (InputStream file = Contract.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException("the program was built without " + FILE);
      }
      return new Contract(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The document as it is written. */
  byte[] yaml() {
    return yaml;
  }

  /** What the document says to people, with every reference replaced by what it names. */
  JsonNode document() {
    return document;
  }

  Set<String> operationIds() {
    return operations.keySet();
  }

  /** What the document says of an operation, with every reference replaced by what it names. */
  JsonNode operation(String id) {
    JsonNode operation = operations.get(id);
    if (operation == null) {
      throw new IllegalStateException("openapi.yaml has no operation " + id);
    }
    return operation;
  }

  RequestRules rulesOf(String id) {
    JsonNode operation = operation(id);
    JsonNode body = operation.path("requestBody");
    JsonNode bodySchema = body.at("/content/application~1json/schema");
    ObjectNode properties = queryProperties(operation);
    return new RequestRules(
        schema(Json.object().put("type", "object").set("properties", properties)),
        properties,
        bodySchema.isMissingNode() ? null : schema(bodySchema),
        body.path("required").asBoolean(false));
  }

  private static ObjectNode queryProperties(JsonNode operation) {
    ObjectNode properties = Json.object();
    for (JsonNode parameter : operation.path("parameters")) {
      if (parameter.path("in").asString().equals("query")) {
        properties.set(parameter.path("name").asString(), parameter.path("schema"));
      }
    }
    return properties;
  }

  static Schema schema(JsonNode node) {
    return SCHEMAS.getSchema(node);
  }

  private static SchemaRegistry registry() {
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder()
            .formatAssertionsEnabled(true)
            .regularExpressionFactory(Contract::bounded)
            .build();
    return SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(config));
  }

  /**
   * Matches only what is not too long anyway: java.util.regex recurses for each repetition of a
   * group, and a name of a megabyte would overflow the stack before its length is complained of.
   */
  private static RegularExpression bounded(String regex) {
    Pattern pattern = Pattern.compile(regex.replaceFirst("\\$$", "\\\\z"));
    return value -> value.length() > MAX_MATCHED || pattern.matcher(value).find();
  }

  private static JsonNode resolved(JsonNode node, JsonNode document) {
    JsonNode reference = node.path("$ref");
    if (node.isObject()) {
      ObjectNode copy =
          reference.isString()
              ? referred(reference.asString(), document).deepCopy()
              : Json.object();
      // What stands beside a reference says it more exactly for this place.
      node.propertyStream()
          .filter(field -> !field.getKey().equals("$ref"))
          .forEach(field -> copy.set(field.getKey(), resolved(field.getValue(), document)));
      return copy;
    }
    if (node.isArray()) {
      ArrayNode copy = Json.object().arrayNode();
      node.forEach(child -> copy.add(resolved(child, document)));
      return copy;
    }
    return node;
  }

  private static ObjectNode referred(String reference, JsonNode document) {
    return resolved(document.at(reference.substring(1)), document).asObject();
  }
}
