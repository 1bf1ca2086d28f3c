package holdfast.database.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the roles that a statement of pg_dump names: grants, default privileges, policies and user
 * mappings. Knows only the forms that pg_dump writes.
 */
final class RoleNames {
  /** Possessive, since others need a piece of the stack for each character of a long text. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"]|\"\")*+\"|'(?:[^']|'')*+'|[\\w$]+|\\S", Pattern.UNICODE_CHARACTER_CLASS);

  private static final Set<String> NO_ROLES =
      Set.of("public", "current_user", "session_user", "default");

  private static final List<String> LOGIN_AS = List.of("SET", "SESSION", "AUTHORIZATION");

  private final List<String> tokens;
  private final Set<String> names = new TreeSet<>();

  private RoleNames(List<String> tokens) {
    this.tokens = tokens;
  }

  static Set<String> in(String sql) {
    RoleNames found = new RoleNames(tokens(sql));
    found.search();
    return found.names;
  }

  /** Those as which rights are given, in {@code SET SESSION AUTHORIZATION x}. */
  static Set<String> ofGrantors(String sql) {
    RoleNames found = new RoleNames(tokens(sql));
    for (int i = 0; i + 3 < found.tokens.size(); i++) {
      if (found.tokens.subList(i, i + 3).equals(LOGIN_AS)) {
        found.takeList(i + 3, 0);
      }
    }
    return found.names;
  }

  private static List<String> tokens(String sql) {
    List<String> tokens = new ArrayList<>();
    for (Matcher matcher = TOKEN.matcher(sql); matcher.find(); ) {
      tokens.add(matcher.group());
    }
    return tokens;
  }

  private void search() {
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      switch (tokens.get(i)) {
        case "(" -> depth++;
        case ")" -> depth--;
        case "TO", "FROM", "AUTHORIZATION", "BY" -> takeList(i + 1, depth);
        case "ROLE", "USER" -> takeAfterFor(i, depth);
        case "MAPPING" -> takeList(i + 2, depth);
        default -> {}
      }
    }
  }

  /** In {@code ALTER DEFAULT PRIVILEGES FOR ROLE x}. */
  private void takeAfterFor(int i, int depth) {
    if (i > 0 && tokens.get(i - 1).equals("FOR")) {
      takeList(i + 1, depth);
    }
  }

  private void takeList(int start, int depth) {
    if (depth > 0) {
      return; // Part of an expression of a policy.
    }
    for (int i = start; i < tokens.size(); i += 2) {
      take(tokens.get(i));
      if (i + 1 == tokens.size() || !tokens.get(i + 1).equals(",")) {
        return;
      }
    }
  }

  private void take(String token) {
    if (token.startsWith("\"")) {
      names.add(token.substring(1, token.length() - 1).replace("\"\"", "\""));
    } else if (isWord(token) && !NO_ROLES.contains(token.toLowerCase(Locale.ROOT))) {
      names.add(token);
    }
  }

  private static boolean isWord(String token) {
    return Character.isLetter(token.codePointAt(0)) || token.startsWith("_");
  }
}
