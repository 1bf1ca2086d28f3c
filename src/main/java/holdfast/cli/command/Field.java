package holdfast.cli.command;

import java.util.Arrays;
import java.util.List;

/**
 * A member of a request's body that has an option of its own. Secrets have none: what is typed
 * stands in the shell's history and in the list of processes.
 *
 * @param path of the member, with dots between objects
 * @param option as it is typed
 */
public record Field(String path, Kind kind, String option, String text, List<String> choices) {

  /** How the option's value is written as JSON. */
  public enum Kind {
    TEXT("TEXT"),
    NUMBER("NUMBER"),
    /** Values with commas between. */
    TEXTS("TEXT,..."),
    /** Numbers with commas between. */
    NUMBERS("NUMBER,..."),
    /** On where the option is given. */
    TRUE(""),
    /** Off where the option is given, which says so by its name. */
    FALSE("");

    private final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  public Field {
    choices = List.copyOf(choices);
  }

  static Field of(String path, Kind kind, String text, String... choices) {
    String last = path.substring(path.lastIndexOf('.') + 1);
    return new Field(path, kind, Parameter.optionOf(last), text, Arrays.asList(choices));
  }

  static Field off(String path, String option, String text) {
    return new Field(path, Kind.FALSE, option, text, List.of());
  }

  static Field text(String path, String text, String... choices) {
    return of(path, Kind.TEXT, text, choices);
  }

  public Flag flag() {
    return new Flag(List.of(option), kind.label, text, choices, false);
  }
}
