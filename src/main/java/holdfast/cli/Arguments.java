package holdfast.cli;

import holdfast.cli.command.Flag;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was typed behind a command's words.
 *
 * @param options values by the option's name; of one that takes none, "true"
 * @param operands what stands without an option
 */
public record Arguments(Map<String, List<String>> options, List<String> operands) {
  public Arguments {
    options = Map.copyOf(options);
    operands = List.copyOf(operands);
  }

  public boolean has(Flag flag) {
    return options.containsKey(flag.name());
  }

  public List<String> all(Flag flag) {
    return options.getOrDefault(flag.name(), List.of());
  }

  public Optional<String> one(Flag flag) {
    return all(flag).stream().findFirst();
  }

  /** A whole number that is at least 1; throws when it is something else. */
  public Optional<Integer> positive(Flag flag) throws CommandException {
    Optional<String> given = one(flag);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    try {
      int number = Integer.parseInt(given.get());
      if (number > 0) {
        return Optional.of(number);
      }
    } catch (NumberFormatException e) {
      // Falls through to the same answer as a number that is too small.
    }
    throw CommandException.usage(
        "%s takes a number from 1 on, and \"%s\" is none".formatted(flag.name(), given.get()));
  }
}
