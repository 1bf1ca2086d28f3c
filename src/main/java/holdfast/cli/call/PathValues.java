package holdfast.cli.call;

import holdfast.cli.Arguments;
import holdfast.cli.CommandException;
import holdfast.cli.command.Parameter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands in the braces of a path: from options, and in their order from what has none. */
final class PathValues {
  private PathValues() {}

  static Map<String, String> of(List<Parameter> parameters, Arguments arguments)
      throws CommandException {
    Deque<String> operands = new ArrayDeque<>(arguments.operands());
    Map<String, String> values = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      String value =
          arguments.one(parameter.flag()).orElseGet(() -> operands.isEmpty() ? "" : operands.pop());
      if (value.isBlank()) {
        throw CommandException.usage(
            "%s is missing: write it behind the command, or %s %s"
                .formatted(parameter.label(), parameter.flag().name(), parameter.label()));
      }
      values.put(parameter.name(), value);
    }
    if (!operands.isEmpty()) {
      throw CommandException.usage(
          "what is \"%s\"? Nothing more is expected there".formatted(operands.peek()));
    }
    return values;
  }
}
