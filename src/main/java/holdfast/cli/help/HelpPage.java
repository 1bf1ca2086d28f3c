package holdfast.cli.help;

import holdfast.cli.command.Command;
import holdfast.cli.command.Flag;
import java.util.ArrayList;
import java.util.List;

/** What {@code --help} prints of a command. */
public final class HelpPage {
  private static final int TEXT_WIDTH = 70;
  private static final Flag HELP =
      new Flag(List.of("-h", "--help"), "", "Shows this help.", List.of(), false);

  private HelpPage() {}

  public static String of(Command command) {
    StringBuilder page =
        new StringBuilder("Usage: " + synopsis(command) + "\n\n" + command.summary() + "\n");
    if (!command.standsFor().isEmpty()) {
      page.append("Short for: ").append(command.standsFor()).append(".\n");
    }
    page.append("\nOptions:\n");
    List<Flag> flags = new ArrayList<>(command.flags());
    flags.add(HELP);
    int width = flags.stream().mapToInt(it -> head(it).length()).max().orElse(0);
    flags.forEach(flag -> page.append(entry(flag, width)));
    page.append(command.examples().size() > 1 ? "\nExamples:\n" : "\nExample:\n");
    command.examples().forEach(example -> page.append("  ").append(example).append('\n'));
    return page.toString();
  }

  static String synopsis(Command command) {
    String operands =
        command.operands().isEmpty() ? "" : " [" + String.join(" ", command.operands()) + "]";
    return "holdfast " + command.words() + operands + " [OPTIONS]";
  }

  /** What an option is for, its choices included. */
  static String text(Flag flag) {
    return flag.choices().isEmpty()
        ? flag.text()
        : flag.text() + " One of: " + String.join(", ", flag.choices()) + ".";
  }

  /** Long names stand below each other, with or without a short one. */
  private static String head(Flag flag) {
    String shortName = flag.names().size() > 1 ? flag.names().getFirst() + ", " : "    ";
    return shortName + flag.name() + (flag.takesValue() ? " " + flag.label() : "");
  }

  private static String entry(Flag flag, int width) {
    StringBuilder entry = new StringBuilder();
    String head = head(flag);
    for (String line : wrapped(text(flag))) {
      entry
          .append("  ")
          .append(head)
          .append(" ".repeat(width - head.length() + 2))
          .append(line)
          .append('\n');
      head = "";
    }
    return entry.toString();
  }

  private static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > TEXT_WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
