package holdfast.cli.help;

import holdfast.cli.command.Command;
import holdfast.cli.command.CommandTable;
import holdfast.cli.command.Flag;
import java.util.stream.Collectors;

/** For zsh; with what each command and option is. */
final class ZshCompletion {
  private static final String SCRIPT =
      """
      #compdef holdfast ./holdfast
      # zsh completion for holdfast. Load it with: source <(holdfast completion zsh)
      _holdfast() {
        local word i=2 typed='' prev=${words[CURRENT-1]}
        local -a next options
        # The words before the cursor, without options and what belongs to them.
        while (( i < CURRENT )); do
          word=${words[i]}
          case "$word" in
            (%TAKES_VALUE%) (( i++ )) ;;
            (-*) ;;
            (*) typed="${typed:+$typed }$word" ;;
          esac
          (( i++ ))
        done
        case "$prev" in
      %CHOICES%
          (-f|--file|--to) _files; return ;;
        esac
        case "$typed" in
      %NEXT%
        esac
        # What follows on a command's words are its operands.
        while [[ -n "$typed" && ${#options} -eq 0 ]]; do
          case "$typed" in
      %OPTIONS%
          esac
          [[ "$typed" == "${typed% *}" ]] && break
          typed=${typed% *}
        done
        if [[ "${words[CURRENT]}" == -* ]]; then
          _describe -o option options
        else
          _describe command next
        fi
      }
      compdef _holdfast holdfast ./holdfast
      """;

  private ZshCompletion() {}

  static String script() {
    return SCRIPT
        .replace("%TAKES_VALUE%", String.join("|", Completion.namesThatTakeValues()))
        .replace("%CHOICES%", choices())
        .replace("%NEXT%", next())
        .replace("%OPTIONS%", options());
  }

  private static String choices() {
    return Completion.choices().entrySet().stream()
        .map(
            it ->
                "    (%s) compadd -- %s; return ;;"
                    .formatted(it.getKey(), String.join(" ", it.getValue())))
        .collect(Collectors.joining("\n"));
  }

  private static String next() {
    return Completion.nextWords().entrySet().stream()
        .map(
            it ->
                "    ('%s') next=(%s) ;;"
                    .formatted(
                        it.getKey(),
                        it.getValue().stream()
                            .map(word -> described(word, summary(it.getKey(), word)))
                            .collect(Collectors.joining(" "))))
        .collect(Collectors.joining("\n"));
  }

  /** What a command is that the word completes; empty where more words have to follow. */
  private static String summary(String before, String word) {
    String words = before.isEmpty() ? word : before + " " + word;
    return CommandTable.all().stream()
        .filter(it -> it.words().equals(words))
        .map(Command::summary)
        .findFirst()
        .orElse("");
  }

  private static String options() {
    return CommandTable.all().stream()
        .map(it -> "      ('%s') options=(%s) ;;".formatted(it.words(), options(it)))
        .collect(Collectors.joining("\n"));
  }

  private static String options(Command command) {
    return command.flags().stream()
        .map((Flag it) -> described(it.name(), it.text()))
        .collect(Collectors.joining(" ", "", " " + described("--help", "Shows help.")));
  }

  private static String described(String name, String text) {
    String plain = text.replace("'", "'\\''").replace(":", "\\:");
    return plain.isEmpty() ? "'" + name + "'" : "'" + name + ":" + plain + "'";
  }
}
