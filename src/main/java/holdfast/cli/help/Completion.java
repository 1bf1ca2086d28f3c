package holdfast.cli.help;

import holdfast.cli.Arguments;
import holdfast.cli.CommandException;
import holdfast.cli.ExitCode;
import holdfast.cli.Shell;
import holdfast.cli.command.Command;
import holdfast.cli.command.CommandTable;
import holdfast.cli.command.Flag;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code holdfast completion}: scripts by which shells complete words, options and choices. */
public final class Completion {
  private Completion() {}

  public static int print(Shell shell, Arguments arguments) throws CommandException {
    String wanted = arguments.operands().isEmpty() ? "" : arguments.operands().getFirst();
    String script =
        switch (wanted) {
          case "bash" -> BashCompletion.script();
          case "zsh" -> ZshCompletion.script();
          case "fish" -> FishCompletion.script();
          default -> throw CommandException.usage("for which shell? It is one of bash, zsh, fish");
        };
    shell.out().print(script);
    return ExitCode.OK;
  }

  /** Which words can follow on which; the empty text is the beginning. */
  static Map<String, TreeSet<String>> nextWords() {
    Map<String, TreeSet<String>> next = new TreeMap<>();
    for (Command command : CommandTable.all()) {
      List<String> words = command.wordList();
      for (int i = 0; i < words.size(); i++) {
        String before = String.join(" ", words.subList(0, i));
        next.computeIfAbsent(before, ignored -> new TreeSet<>()).add(words.get(i));
      }
    }
    return next;
  }

  static List<String> optionNames(Command command) {
    return Stream.concat(
            command.flags().stream().flatMap(it -> it.names().stream()), Stream.of("--help"))
        .toList();
  }

  /** All options that take a value, of any command. */
  static List<String> namesThatTakeValues() {
    return flags()
        .filter(Flag::takesValue)
        .flatMap(it -> it.names().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * Options with choices, by all their names. Those of one name have the same choices, or all of
   * theirs are offered.
   */
  static Map<String, TreeSet<String>> choices() {
    return flags()
        .filter(it -> !it.choices().isEmpty())
        .flatMap(it -> it.names().stream().map(name -> Map.entry(name, it.choices())))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                it -> new TreeSet<>(it.getValue()),
                (one, other) -> {
                  one.addAll(other);
                  return one;
                },
                TreeMap::new));
  }

  private static Stream<Flag> flags() {
    return CommandTable.all().stream().flatMap(it -> it.flags().stream());
  }
}
