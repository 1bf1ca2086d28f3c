package holdfast.database.mysql;

import java.util.regex.Pattern;

/** Patterns of database names in grants: {@code %} and {@code _}, a backslash takes the meaning. */
final class LikePattern {
  private LikePattern() {}

  static boolean matches(String pattern, String name) {
    StringBuilder regex = new StringBuilder();
    boolean escaped = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (!escaped && c == '\\') {
        escaped = true;
        continue;
      }
      if (!escaped && c == '%') {
        regex.append(".*");
      } else if (!escaped && c == '_') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
      escaped = false;
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(name).matches();
  }
}
