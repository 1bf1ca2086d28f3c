package holdfast.database;

import holdfast.model.RunTag;
import java.util.regex.Pattern;

/**
 * Which names belong to a run's attempts up to its own: later ones are alive and not ours to end.
 */
public final class Attempts {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private Attempts() {}

  /**
   * Whether a name is the session name of the tag's run with the tag's attempt or an earlier one.
   */
  public static boolean upTo(RunTag tag, String name) {
    String prefix = tag.sessionNamePrefix();
    if (!name.startsWith(prefix)) {
      return false;
    }
    String number = name.substring(prefix.length());
    return NUMBER.matcher(number).matches() && Integer.parseInt(number) <= tag.attempt();
  }
}
