package holdfast.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A value that breaks one rule of a schema.
 *
 * @param problem how the refusal of it begins
 */
record Violation(String keyword, JsonNode value, String problem) {
  private static final ObjectNode NODES = Json.object();

  /** One of each type that JSON has. */
  private static final List<JsonNode> EACH_TYPE =
      List.of(
          NODES.numberNode(17),
          NODES.numberNode(1.5),
          NODES.booleanNode(true),
          NODES.stringNode("text"),
          NODES.arrayNode(),
          Json.object(),
          NODES.nullNode());

  /** What restricts no value, or not that of the field itself. */
  private static final Set<String> NO_RULES =
      Set.of(
          "description",
          "default",
          "examples",
          "writeOnly",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "allOf");

  private static final String NO_NAME = "~~~";

  /** At least one for each rule that the schema has; fails on a rule that it cannot break. */
  static List<Violation> of(JsonNode schema) {
    List<Violation> violations = new ArrayList<>();
    for (var rule : schema.properties()) {
      if (!NO_RULES.contains(rule.getKey())) {
        violations.addAll(of(schema, rule.getKey(), rule.getValue()));
      }
    }
    return violations;
  }

  private static List<Violation> of(JsonNode schema, String keyword, JsonNode rule) {
    return switch (keyword) {
      case "type" -> wrongTypes(rule);
      case "enum" -> one(keyword, NODES.stringNode("no-such-value"), "must be one of ");
      case "format" ->
          one(keyword, NODES.stringNode("no-such-time"), "must be a " + rule.asString());
      case "pattern" -> one(keyword, unmatched(rule), "must match " + rule.asString());
      case "minLength" ->
          rule.asInt() == 0
              ? List.of()
              : one(keyword, text(rule.asInt() - 1), "must have at least " + rule + " characters");
      case "maxLength" ->
          one(keyword, text(rule.asInt() + 1), "must have at most " + rule + " characters");
      case "minimum" -> one(keyword, NODES.numberNode(rule.asLong() - 1), "must be >= " + rule);
      case "maximum" -> one(keyword, NODES.numberNode(rule.asLong() + 1), "must be <= " + rule);
      case "minItems" ->
          one(keyword, items(schema, rule.asInt() - 1), "must have at least " + rule + " items");
      case "maxItems" ->
          one(keyword, items(schema, rule.asInt() + 1), "must have at most " + rule + " items");
      case "uniqueItems" -> one(keyword, items(schema, 2), Wording.NOT_UNIQUE);
      default -> throw new AssertionError("nothing here breaks the rule " + keyword);
    };
  }

  private static List<Violation> one(String keyword, JsonNode value, String problem) {
    return List.of(new Violation(keyword, value, problem));
  }

  private static List<Violation> wrongTypes(JsonNode allowed) {
    List<String> types =
        allowed.isArray()
            ? allowed.valueStream().map(JsonNode::asString).toList()
            : List.of(allowed.asString());
    return EACH_TYPE.stream()
        .filter(value -> !types.contains(typeOf(value)))
        .map(value -> new Violation("type " + value, value, "must be a"))
        .toList();
  }

  private static String typeOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "array";
      case BOOLEAN -> "boolean";
      case NULL -> "null";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      case OBJECT -> "object";
      case STRING -> "string";
      default -> throw new AssertionError(value);
    };
  }

  private static JsonNode unmatched(JsonNode pattern) {
    if (Pattern.compile(pattern.asString()).matcher(NO_NAME).find()) {
      throw new AssertionError(NO_NAME + " is what the pattern wants: " + pattern);
    }
    return NODES.stringNode(NO_NAME);
  }

  private static JsonNode text(int length) {
    return NODES.stringNode("a".repeat(length));
  }

  private static JsonNode items(JsonNode schema, int count) {
    return Samples.array(schema, count);
  }

  /** The violations that a query can say, as it says them: there all is text. */
  static List<Violation> ofQuery(JsonNode schema) {
    return of(schema).stream().filter(violation -> isOfQuery(violation, schema)).toList();
  }

  private static boolean isOfQuery(Violation violation, JsonNode schema) {
    boolean isWrongType = violation.keyword().startsWith("type ");
    boolean takesText = Set.of("string", "array").contains(Samples.typeOf(schema));
    return !isWrongType || (violation.value().isString() && !takesText);
  }

  /** The query that gives the value to the name. */
  String query(String name) {
    List<String> values =
        value.isArray()
            ? value.valueStream().map(JsonNode::asString).toList()
            : List.of(value.asString());
    return "?"
        + String.join(
            "&",
            IntStream.range(0, values.size()).mapToObj(i -> name + "=" + values.get(i)).toList());
  }
}
