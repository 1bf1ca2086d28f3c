package holdfast.cli;

import holdfast.cli.command.Command;
import holdfast.cli.command.Flag;
import holdfast.cli.command.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what stands behind a command's words: {@code --name value}, {@code --name=value}, {@code -o
 * value}, operands, and {@code --} before operands that begin with a dash. By hand, because the
 * library that reads the server's options takes a tenth of a second to load.
 */
final class CommandLines {
  private final Command command;
  private final Map<String, List<String>> options = new HashMap<>();
  private final List<String> operands = new ArrayList<>();

  private CommandLines(Command command) {
    this.command = command;
  }

  /** Throws when it makes no sense. */
  static Arguments parse(Command command, List<String> typed) throws CommandException {
    CommandLines reader = new CommandLines(command);
    reader.read(typed.iterator());
    return new Arguments(reader.options, reader.operands);
  }

  private void read(Iterator<String> typed) throws CommandException {
    while (typed.hasNext()) {
      String word = typed.next();
      if (word.equals("--")) {
        typed.forEachRemaining(operands::add);
      } else if (word.startsWith("-") && word.length() > 1) {
        option(word, typed);
      } else {
        operands.add(word);
      }
    }
    if (command.operands().isEmpty() && !operands.isEmpty()) {
      throw CommandException.usage(
          "what is \"%s\"? Nothing more is expected there".formatted(operands.getFirst()));
    }
  }

  private void option(String word, Iterator<String> typed) throws CommandException {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    Flag flag =
        flag(name)
            .orElseThrow(
                () -> CommandException.usage("there is no option %s here".formatted(name)));
    if (!flag.takesValue()) {
      if (equals >= 0) {
        throw CommandException.usage("%s takes no value".formatted(flag.name()));
      }
      options.put(flag.name(), List.of("true"));
    } else if (equals >= 0) {
      put(flag, word.substring(equals + 1));
    } else if (typed.hasNext()) {
      put(flag, typed.next());
    } else {
      throw CommandException.usage("%s takes a value: %s".formatted(flag.name(), flag.label()));
    }
  }

  /** The vendor's {@code --projectId} is our {@code --project-id}. */
  private Optional<Flag> flag(String name) {
    String ours = name.startsWith("--") ? Parameter.optionOf(name.substring(2)) : name;
    for (Flag flag : command.flags()) {
      if (flag.names().contains(ours)) {
        return Optional.of(flag);
      }
    }
    return Optional.empty();
  }

  private void put(Flag flag, String value) throws CommandException {
    if (!flag.choices().isEmpty() && !flag.choices().contains(value)) {
      throw CommandException.usage(
          "%s is one of %s, not \"%s\""
              .formatted(flag.name(), String.join(", ", flag.choices()), value));
    }
    List<String> values = options.computeIfAbsent(flag.name(), ignored -> new ArrayList<>());
    if (!values.isEmpty() && !flag.isRepeatable()) {
      throw CommandException.usage("%s is given twice".formatted(flag.name()));
    }
    values.add(value);
  }
}
