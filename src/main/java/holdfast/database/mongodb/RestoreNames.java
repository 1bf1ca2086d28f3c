package holdfast.database.mongodb;

import holdfast.model.RunTag;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the collections are called that a restore makes in its target; they say whose they are. The
 * run's name is also the one as which it works at the server.
 */
record RestoreNames(RunTag tag) {
  private static final Pattern OURS =
      Pattern.compile("(holdfast_[0-9a-f]{8}_[0-9a-z]+_)(\\d{1,9})(\\.(new|old|try)\\.\\d+)?");

  /** The collection that tells how far the restore is. */
  String journal() {
    return tag.sessionName();
  }

  /** Where a collection of the backup is restored, until it takes its own name. */
  String fresh(int number) {
    return tag.sessionName() + ".new." + number;
  }

  /** What a collection of the target is called once it has been replaced. */
  String replaced(int number) {
    return tag.sessionName() + ".old." + number;
  }

  /** A collection or view that only tries whether something can be done. */
  String trial(int number) {
    return tag.sessionName() + ".try." + number;
  }

  /** Whether a restore, anybody's, made a collection of this name. */
  static boolean isOfRestore(String name) {
    return OURS.matcher(name).matches();
  }

  /** Whether a name is that of a collection which has not taken its own name yet. */
  static boolean isMadeReady(String name) {
    Matcher matcher = OURS.matcher(name);
    return matcher.matches() && matcher.group(4) != null && !matcher.group(4).equals("old");
  }

  /**
   * The attempt that a name belongs to, where it is the tag's run and the tag's attempt or an
   * earlier one: later ones are alive and not ours to end.
   */
  static OptionalInt attempt(RunTag tag, String name) {
    Matcher matcher = OURS.matcher(name);
    if (!matcher.matches() || !matcher.group(1).equals(tag.sessionNamePrefix())) {
      return OptionalInt.empty();
    }
    int attempt = Integer.parseInt(matcher.group(2));
    return attempt <= tag.attempt() ? OptionalInt.of(attempt) : OptionalInt.empty();
  }
}
