package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import holdfast.database.mysql.Tokens.Token;
import holdfast.model.FailureException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requires that every server reads a statement's words as {@link Tokens} does. Between words that
 * are judged there may be no comment but one that all servers take in the same way: one that some
 * pass over would hide from us what those run, like {@code DATABASE} after {@code TABLE} in such a
 * one.
 */
final class OneReading {
  private static final int MAX_GAP = 1000;

  /** Blanks, plain comments, and the ends and beginnings of those that every server runs. */
  private static final String ALWAYS =
      "(?:[\\x00-\\x20]++|/\\*[^*/!M][^*/]*+\\*/|/\\*!(?:[34]\\d{4}|50[0-6]\\d\\d)?(?!\\d)|\\*/)*+";

  private static final Pattern PLAIN_GAP = Pattern.compile(ALWAYS);
  private static final Pattern OPENING_GAP =
      Pattern.compile(ALWAYS + "/\\*M?!\\d{5,6}(?!\\d)[\\x00-\\x20]*+");
  private static final Pattern FIRST_GAP =
      Pattern.compile("[\\x00-\\x20]*+/\\*M?!\\d{5,6}(?!\\d)[\\x00-\\x20]*+");
  private static final Pattern LAST_GAP = Pattern.compile("[\\x00-\\x20]*+\\*/[\\x00-\\x20]*+");

  /** What only some servers read in a table's definition, and what hides nothing. */
  private static final Set<String> HARMLESS =
      Set.of("COMPRESSED", "ENFORCED", "INVISIBLE", "NOT", "SRID");

  private final String sql;
  private final List<Token> tokens;
  private boolean isConditional;

  private OneReading(String sql, List<Token> tokens) {
    this.sql = sql;
    this.tokens = tokens;
  }

  /**
   * Requires it.
   *
   * @param tokens all of the statement's
   * @param judged so many of them
   */
  static void require(byte[] statement, int length, List<Token> tokens, int judged)
      throws FailureException {
    OneReading reading = new OneReading(new String(statement, 0, length, ISO_8859_1), tokens);
    if (!reading.isConditionalAsAWhole() && !reading.isTheSame(judged)) {
      throw StatementRules.refused(
          "a statement that servers may read in different ways: " + StatementRules.words(tokens));
    }
  }

  /** Whether nothing but blanks stands between words, up to one of them. */
  static boolean isBare(byte[] statement, List<Token> tokens, int judged) {
    int at = 0;
    for (Token token : tokens.subList(0, judged)) {
      for (; at < token.start(); at++) {
        if (statement[at] > ' ' || statement[at] < 0) {
          return false;
        }
      }
      at = token.end();
    }
    return true;
  }

  /** One comment around all of it: a server runs what we have read or nothing. */
  private boolean isConditionalAsAWhole() {
    int end = sql.indexOf("*/");
    if (!FIRST_GAP.matcher(gap(0)).matches() || end < tokens.getLast().end()) {
      return false;
    }
    for (int i = 1; i < tokens.size(); i++) {
      if (!gap(i).isBlank()) {
        return false;
      }
    }
    return LAST_GAP.matcher(sql.substring(tokens.getLast().end())).matches();
  }

  private boolean isTheSame(int judged) {
    for (int i = 0; i < judged; i++) {
      String gap = gap(i);
      if (!follows(gap) || (isConditional && !isHarmless(tokens.get(i)))) {
        return false;
      }
    }
    return judged < tokens.size() || follows(sql.substring(tokens.getLast().end()));
  }

  private boolean follows(String gap) {
    if (gap.isBlank()) {
      return true;
    }
    if (gap.length() > MAX_GAP || (isConditional && !gap.stripLeading().startsWith("*/"))) {
      return false;
    }
    isConditional = false;
    if (PLAIN_GAP.matcher(gap).matches()) {
      return true;
    }
    Matcher opening = OPENING_GAP.matcher(gap);
    isConditional = opening.matches() && isTable();
    return isConditional;
  }

  private boolean isTable() {
    return tokens.size() > 1 && tokens.getFirst().isWord("CREATE") && tokens.get(1).isWord("TABLE");
  }

  private static boolean isHarmless(Token token) {
    return HARMLESS.contains(token.text())
        || (token.kind() == Tokens.Kind.WORD && token.text().chars().allMatch(Character::isDigit));
  }

  private String gap(int i) {
    return sql.substring(i == 0 ? 0 : tokens.get(i - 1).end(), tokens.get(i).start());
  }
}
