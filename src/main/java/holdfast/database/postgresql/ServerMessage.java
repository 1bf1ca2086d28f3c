package holdfast.database.postgresql;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One message of the server's, line by line. What comes with it quotes the statement that failed
 * and the rows that it was about: of that nothing is heard from the first sign on with which a
 * text, a row or a list may begin. A text may be a secret, such as the password of a user mapping,
 * and rows are the users' own. Only the message itself and the server's advice are heard whole.
 */
final class ServerMessage {
  /** What comes with it, in the order in which libpq says it. */
  private static final List<String> PARTS =
      List.of("LINE", "DETAIL", "HINT", "QUERY", "CONTEXT", "Command was");

  private static final Pattern PART =
      Pattern.compile("(" + String.join("|", PARTS) + ")(?: \\d+)?: ");

  /** A piece of the statement, which may begin within a text, and then a sign below it. */
  private static final int LINE = PARTS.indexOf("LINE");

  private static final int HINT = PARTS.indexOf("HINT");

  /** Neither a text nor a row begins with these, whatever the server's language. */
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{M}\\p{N} \t,;._/-]*+");

  private int part = -1;
  private boolean isCut;

  /** What is heard when this is its next line. */
  List<String> heard(String line) {
    Matcher begun = PART.matcher(line);
    int start = 0;
    // A text may have lines like these; what comes in another order is within one.
    if (begun.lookingAt() && PARTS.indexOf(begun.group(1)) > part) {
      part = PARTS.indexOf(begun.group(1));
      isCut = false;
      start = begun.end();
    }
    if (isCut) {
      return List.of();
    }
    if (part == LINE && start > 0) {
      return List.of(line.substring(0, start) + "...");
    }
    return List.of(part <= LINE || part == HINT ? line : beginning(line, start));
  }

  private String beginning(String line, int start) {
    Matcher plain = PLAIN.matcher(line).region(start, line.length());
    plain.lookingAt();
    isCut = plain.end() < line.length();
    return isCut ? line.substring(0, plain.end()) + "..." : line;
  }
}
