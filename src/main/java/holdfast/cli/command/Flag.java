package holdfast.cli.command;

import java.util.List;

/**
 * An option of a command.
 *
 * @param names as they are typed; the last one is the name that help and completion speak of
 * @param label of its value; empty for one that takes none
 * @param choices all values that it can have; empty where there are others
 */
public record Flag(
    List<String> names, String label, String text, List<String> choices, boolean isRepeatable) {

  public Flag {
    names = List.copyOf(names);
    choices = List.copyOf(choices);
  }

  /** One that takes a value. */
  public static Flag of(String name, String label, String text) {
    return new Flag(List.of(name), label, text, List.of(), false);
  }

  /** One that takes no value. */
  public static Flag onOff(String name, String text) {
    return of(name, "", text);
  }

  /** The same with a short name as well. */
  Flag orShort(String name) {
    return new Flag(List.of(name, name()), label, text, choices, isRepeatable);
  }

  Flag oneOf(String... values) {
    return new Flag(names, label, text, List.of(values), isRepeatable);
  }

  Flag repeatable() {
    return new Flag(names, label, text, choices, true);
  }

  public String name() {
    return names.getLast();
  }

  public boolean takesValue() {
    return !label.isEmpty();
  }
}
