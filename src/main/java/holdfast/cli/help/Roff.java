package holdfast.cli.help;

import java.util.Locale;

/** A page for {@code man}, written from top to bottom. */
final class Roff {
  private final StringBuilder text = new StringBuilder();

  /**
   * @param summary with or without a full stop; {@code apropos} shows it
   */
  Roff(String name, String summary) {
    text.append(".TH \"%s\" \"1\" \"\" \"Holdfast\"%n".formatted(name.toUpperCase(Locale.ROOT)));
    section("NAME").line(name + " - " + summary.replaceAll("\\.$", ""));
  }

  Roff section(String title) {
    text.append(".SH ").append(title).append('\n');
    return this;
  }

  Roff line(String line) {
    text.append(escaped(line)).append('\n');
    return this;
  }

  void item(String head, String body) {
    text.append(".TP\n.B ")
        .append(escaped(head.strip()))
        .append('\n')
        .append(escaped(body))
        .append('\n');
  }

  void example(String command) {
    text.append(".PP\n.nf\n").append(escaped(command)).append("\n.fi\n");
  }

  /** A backslash begins a command of roff, and so do a dot and a quote where a line begins. */
  private static String escaped(String line) {
    String plain = line.replace("\\", "\\e").replace("-", "\\-");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }

  String text() {
    return text.toString();
  }
}
