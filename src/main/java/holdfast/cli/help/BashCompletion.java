package holdfast.cli.help;

import holdfast.cli.command.Command;
import holdfast.cli.command.CommandTable;
import java.util.stream.Collectors;

/** For bash 3.2 and later. */
final class BashCompletion {
  private static final String SCRIPT =
      """
      # bash completion for holdfast. Load it with: source <(holdfast completion bash)
      _holdfast() {
        local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} words= word i=1 next= options= choices=
        # The words before the cursor, without options and what belongs to them.
        while [ "$i" -lt "$COMP_CWORD" ]; do
          word=${COMP_WORDS[i]}
          case "$word" in
            %TAKES_VALUE%) i=$((i + 1)) ;;
            -*) ;;
            *) words="${words:+$words }$word" ;;
          esac
          i=$((i + 1))
        done
        case "$prev" in
      %CHOICES%
          -f | --file | --to)
            COMPREPLY=($(compgen -f -- "$cur"))
            return
            ;;
        esac
        if [ -n "$choices" ]; then
          COMPREPLY=($(compgen -W "$choices" -- "$cur"))
          return
        fi
        case "$words" in
      %NEXT%
        esac
        # What follows on a command's words are its operands.
        while [ -n "$words" ] && [ -z "$options" ]; do
          case "$words" in
      %OPTIONS%
          esac
          [ "$words" = "${words% *}" ] && break
          [ -n "$options" ] || words=${words% *}
        done
        case "$cur" in
          -*) COMPREPLY=($(compgen -W "$options" -- "$cur")) ;;
          *) COMPREPLY=($(compgen -W "$next" -- "$cur")) ;;
        esac
      }
      complete -F _holdfast holdfast ./holdfast
      """;

  private BashCompletion() {}

  static String script() {
    return SCRIPT
        .replace("%TAKES_VALUE%", String.join(" | ", Completion.namesThatTakeValues()))
        .replace("%CHOICES%", choices())
        .replace("%NEXT%", next())
        .replace("%OPTIONS%", options());
  }

  private static String choices() {
    return Completion.choices().entrySet().stream()
        .map(
            it -> "    %s) choices='%s' ;;".formatted(it.getKey(), String.join(" ", it.getValue())))
        .collect(Collectors.joining("\n"));
  }

  private static String next() {
    return Completion.nextWords().entrySet().stream()
        .map(it -> "    '%s') next='%s' ;;".formatted(it.getKey(), String.join(" ", it.getValue())))
        .collect(Collectors.joining("\n"));
  }

  private static String options() {
    return CommandTable.all().stream()
        .map(BashCompletion::options)
        .collect(Collectors.joining("\n"));
  }

  private static String options(Command command) {
    return "      '%s') options='%s' ;;"
        .formatted(command.words(), String.join(" ", Completion.optionNames(command)));
  }
}
