package holdfast.cli.command;

import java.util.List;
import java.util.Locale;

/**
 * A parameter of an operation, in its path or query.
 *
 * @param name as the API spells it
 * @param label of its value; empty for one that is on where it is given
 */
public record Parameter(
    String name, String label, String text, List<String> choices, boolean isRepeatable) {

  public Parameter {
    choices = List.copyOf(choices);
  }

  static Parameter of(String name, String label, String text) {
    return new Parameter(name, label, text, List.of(), false);
  }

  static Parameter onOff(String name, String text) {
    return of(name, "", text);
  }

  Parameter oneOf(String... values) {
    return new Parameter(name, label, text, List.of(values), isRepeatable);
  }

  Parameter repeatable() {
    return new Parameter(name, label, text, choices, true);
  }

  public Flag flag() {
    return new Flag(List.of(optionOf(name)), label, text, choices, isRepeatable);
  }

  /** {@code backupDestinationId} is {@code --backup-destination-id}. */
  public static String optionOf(String name) {
    return "--"
        + name.replaceAll("([a-z])([A-Z])", "$1-$2")
            .replaceAll("[_.]", "-")
            .toLowerCase(Locale.ROOT);
  }
}
