package holdfast.database.mysql;

import java.util.regex.Pattern;

/** Patterns of database names in grants: {@code %} and {@code _}, a backslash takes the meaning. */
final class LikePattern {
  private static final char MANY = '\uE000';
  private static final char ONE = '\uE001';

  private LikePattern() {}

  /** The pattern that matches one name alone. */
  static String of(String name) {
    return name.replaceAll("[\\\\%_]", "\\\\$0");
  }

  static boolean matches(String pattern, String name) {
    return regex(pattern).matcher(name).matches();
  }

  /**
   * Whether every server takes a pattern before another one: both match a name, all that the first
   * one matches the other one matches too, and more letters of it stand for themselves.
   */
  static boolean isBefore(String first, String second) {
    return prefix(first) > prefix(second) && regex(second).matcher(marked(first)).matches();
  }

  /** How many letters come before the first that stands for others. */
  private static int prefix(String pattern) {
    String marked = marked(pattern);
    int at = 0;
    while (at < marked.length() && marked.charAt(at) != MANY && marked.charAt(at) != ONE) {
      at++;
    }
    return at < marked.length() ? at : Integer.MAX_VALUE;
  }

  private static Pattern regex(String pattern) {
    StringBuilder regex = new StringBuilder();
    String marked = marked(pattern);
    for (int i = 0; i < marked.length(); i++) {
      switch (marked.charAt(i)) {
        case MANY -> regex.append(".*");
        case ONE -> regex.append("[^" + MANY + "]");
        default -> regex.append(Pattern.quote(marked.substring(i, i + 1)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /** Without backslashes, and with letters that no name has for those that stand for others. */
  private static String marked(String pattern) {
    StringBuilder marked = new StringBuilder();
    boolean escaped = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (!escaped && c == '\\') {
        escaped = true;
      } else {
        marked.append(escaped ? c : c == '%' ? MANY : c == '_' ? ONE : c);
        escaped = false;
      }
    }
    return marked.toString();
  }
}
