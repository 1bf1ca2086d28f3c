package holdfast.cli.command;

import java.util.List;

/**
 * A parameter of an operation, in its path or query.
 *
 * @param name as the API spells it
 * @param isOff whether it is off where its option is given, which then says so by its name
 */
public record Parameter(String name, Flag flag, boolean isOff) {

  static Parameter of(String name, String label, String text) {
    return new Parameter(name, Flag.of(optionOf(name), label, text), false);
  }

  static Parameter onOff(String name, String text) {
    return of(name, "", text);
  }

  /** One that is on unless its option is given. */
  static Parameter off(String name, String option, String text) {
    return new Parameter(name, Flag.onOff(option, text), true);
  }

  Parameter oneOf(String... values) {
    return new Parameter(name, flag.oneOf(values), isOff);
  }

  Parameter repeatable() {
    return new Parameter(name, flag.repeatable(), isOff);
  }

  /** Of its value; empty for one that takes none. */
  public String label() {
    return flag.label();
  }

  public List<String> choices() {
    return flag.choices();
  }

  public boolean isRepeatable() {
    return flag.isRepeatable();
  }

  /** What is sent where its option was given so. */
  public String sent(String given) {
    return isOff ? "false" : given;
  }

  /** {@code backupDestinationId} is {@code --backup-destination-id}. */
  public static String optionOf(String name) {
    StringBuilder option = new StringBuilder("--");
    for (int i = 0; i < name.length(); i++) {
      char letter = name.charAt(i);
      if (Character.isUpperCase(letter)) {
        option.append('-').append(Character.toLowerCase(letter));
      } else {
        option.append(letter == '_' || letter == '.' ? '-' : letter);
      }
    }
    return option.toString();
  }
}
