package holdfast.cli.help;

import holdfast.cli.Arguments;
import holdfast.cli.CommandException;
import holdfast.cli.command.Command;
import holdfast.cli.command.Flag;
import holdfast.cli.command.Parameter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** A command of the table as picocli wants it: to read arguments, and to print its help. */
public final class CommandSpecs {
  private static final int WIDTH = 100;

  private CommandSpecs() {}

  /** Reads what stands behind the words; throws when that makes no sense. */
  public static Arguments parse(Command command, List<String> typed) throws CommandException {
    ParseResult parsed;
    try {
      parsed = commandLine(command).parseArgs(ourSpelling(command, typed));
    } catch (ParameterException e) {
      throw CommandException.usage(lowered(String.valueOf(e.getMessage())));
    }
    Map<String, List<String>> options = new HashMap<>();
    for (Flag flag : command.flags()) {
      List<String> values = values(flag, parsed);
      if (!values.isEmpty()) {
        options.put(flag.name(), checked(flag, values));
      }
    }
    return new Arguments(options, parsed.matchedPositionalValue(0, List.of()));
  }

  /** The vendor's {@code --projectId} is our {@code --project-id}. */
  private static String[] ourSpelling(Command command, List<String> typed) {
    return typed.stream()
        .map(
            word -> {
              String name = word.replaceFirst("=.*", "");
              String ours = Parameter.optionOf(name.replaceFirst("^--", ""));
              boolean isVendors =
                  name.startsWith("--")
                      && command.flags().stream().anyMatch(it -> it.name().equals(ours));
              return isVendors ? ours + word.substring(name.length()) : word;
            })
        .toArray(String[]::new);
  }

  private static String lowered(String message) {
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  private static List<String> values(Flag flag, ParseResult parsed) {
    if (!parsed.hasMatchedOption(flag.name())) {
      return List.of();
    }
    return flag.takesValue() ? parsed.matchedOption(flag.name()).stringValues() : List.of("true");
  }

  private static List<String> checked(Flag flag, List<String> values) throws CommandException {
    for (String value : values) {
      if (!flag.choices().isEmpty() && !flag.choices().contains(value)) {
        throw CommandException.usage(
            "%s is one of %s, not \"%s\""
                .formatted(flag.name(), String.join(", ", flag.choices()), value));
      }
    }
    return values;
  }

  /** The help of a command. */
  public static String help(Command command) {
    CommandLine commandLine = commandLine(command);
    commandLine.setUsageHelpWidth(WIDTH);
    return commandLine.getUsageMessage(Ansi.OFF);
  }

  private static CommandLine commandLine(Command command) {
    CommandSpec spec = CommandSpec.create().name("holdfast " + command.words());
    for (Flag flag : command.flags()) {
      spec.addOption(option(flag));
    }
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Shows this help.").build());
    if (!command.operands().isEmpty()) {
      spec.addPositional(operands(command));
    }
    spec.usageMessage()
        .sortOptions(false)
        .description(command.summary())
        .synopsisHeading("Usage: ")
        .descriptionHeading("%n")
        .parameterListHeading("%n")
        .optionListHeading("%nOptions:%n")
        .customSynopsis(synopsis(command))
        .footerHeading(command.examples().size() > 1 ? "%nExamples:%n" : "%nExample:%n")
        .footer(
            command.examples().stream()
                .map(it -> "  " + it.replace("%", "%%"))
                .toArray(String[]::new));
    return new CommandLine(spec).setTrimQuotes(false);
  }

  private static String synopsis(Command command) {
    String operands =
        command.operands().isEmpty() ? "" : " [" + String.join(" ", command.operands()) + "]";
    return "holdfast " + command.words() + operands + " [OPTIONS]";
  }

  private static PositionalParamSpec operands(Command command) {
    return PositionalParamSpec.builder()
        .index("0..*")
        .arity("0..*")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .paramLabel(String.join(" ", command.operands()))
        .hideParamSyntax(true)
        .hidden(true)
        .build();
  }

  private static OptionSpec option(Flag flag) {
    String text =
        flag.choices().isEmpty()
            ? flag.text()
            : flag.text() + " One of: " + String.join(", ", flag.choices());
    OptionSpec.Builder option =
        OptionSpec.builder(spellings(flag)).description(text.replace("%", "%%"));
    if (!flag.takesValue()) {
      return option.type(boolean.class).arity("0").build();
    }
    return option
        .type(List.class)
        .auxiliaryTypes(String.class)
        .arity("1")
        .hideParamSyntax(true)
        .paramLabel(flag.label())
        .build();
  }

  private static String[] spellings(Flag flag) {
    return flag.names().toArray(String[]::new);
  }
}
