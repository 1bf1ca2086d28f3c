package holdfast.reference;

import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A call by Holdfast's JavaScript client. */
final class ClientExample {
  private ClientExample() {}

  static String of(Call call) {
    ObjectNode argument = JsonNodeFactory.instance.objectNode();
    put(argument, "parameters", call.path());
    put(argument, "options", call.query());
    if (call.body() != null) {
      argument.set("data", call.body());
    }
    String answer = call.entry().hasPages() ? "{ data, pagination }" : "{ data }";
    String given = argument.isEmpty() ? "" : Notation.JAVASCRIPT.write(argument);
    return "const %s = await client.%s(%s);".formatted(answer, call.entry().clientCall(), given);
  }

  private static void put(ObjectNode argument, String name, List<Call.Value> values) {
    if (!values.isEmpty()) {
      ObjectNode object = argument.putObject(name);
      values.forEach(value -> object.set(value.name(), value.value()));
    }
  }
}
