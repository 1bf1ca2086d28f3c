package holdfast.cli.help;

import holdfast.cli.command.Command;
import holdfast.cli.command.CommandTable;
import holdfast.cli.command.Flag;
import java.util.List;
import java.util.stream.Collectors;

/** For fish 3 and later. */
final class FishCompletion {
  private static final String HEAD =
      """
      # fish completion for holdfast. Load it with: holdfast completion fish | source
      # The words before the cursor, without options and what belongs to them.
      function __holdfast_words
        set -l words
        set -l skip 0
        for word in (commandline -opc)[2..-1]
          if test $skip = 1
            set skip 0
          else if contains -- $word %TAKES_VALUE%
            set skip 1
          else if not string match -q -- '-*' $word
            set -a words $word
          end
        end
        string join ' ' -- $words
      end
      # Whether exactly these words were typed.
      function __holdfast_at
        set -l typed (__holdfast_words)
        test "$typed" = "$argv[1]"
      end
      # Whether a command's words were typed, with or without operands behind them.
      function __holdfast_in
        set -l typed (__holdfast_words)
        string match -q -- "$argv[1]" "$typed"; or string match -q -- "$argv[1] *" "$typed"
      end
      complete -c holdfast -f
      """;

  private FishCompletion() {}

  static String script() {
    return HEAD.replace("%TAKES_VALUE%", String.join(" ", Completion.namesThatTakeValues()))
        + words()
        + CommandTable.all().stream().map(FishCompletion::options).collect(Collectors.joining());
  }

  private static String words() {
    StringBuilder lines = new StringBuilder();
    for (Command command : CommandTable.all()) {
      List<String> words = command.wordList();
      String before = String.join(" ", words.subList(0, words.size() - 1));
      lines.append(
          "complete -c holdfast -n '__holdfast_at \"%s\"' -a %s -d %s%n"
              .formatted(before, words.getLast(), quoted(command.summary())));
      if (words.size() > 1) {
        lines.append(beginnings(words));
      }
    }
    return lines.toString().lines().distinct().collect(Collectors.joining("\n", "", "\n"));
  }

  /** Words after which others have to follow. */
  private static String beginnings(List<String> words) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < words.size() - 1; i++) {
      if (CommandTable.find(words.subList(0, i + 1))
          .filter(it -> it.words().equals(String.join(" ", words)))
          .isEmpty()) {
        lines.append(
            "complete -c holdfast -n '__holdfast_at \"%s\"' -a %s%n"
                .formatted(String.join(" ", words.subList(0, i)), words.get(i)));
      }
    }
    return lines.toString();
  }

  private static String options(Command command) {
    return command.flags().stream().map(it -> option(command, it)).collect(Collectors.joining());
  }

  private static String option(Command command, Flag flag) {
    String shortName = flag.names().size() > 1 ? " -s " + flag.names().getFirst().substring(1) : "";
    String value = flag.takesValue() ? " -x" : "";
    boolean isFile = List.of("--file", "--to").contains(flag.name());
    String choices =
        flag.choices().isEmpty() ? "" : " -a " + quoted(String.join(" ", flag.choices()));
    return "complete -c holdfast -n '__holdfast_in \"%s\"'%s -l %s%s%s -d %s%n"
        .formatted(
            command.words(),
            shortName,
            flag.name().substring(2),
            isFile ? " -r -F" : value,
            choices,
            quoted(flag.text()));
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
