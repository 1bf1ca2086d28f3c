package holdfast.database.mysql;

import holdfast.database.mysql.Tokens.Token;
import holdfast.model.FailureException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds its way through the beginning of a {@code CREATE} statement. */
final class CreateHead {
  /** The kinds that a dump has. */
  static final Set<String> OBJECTS =
      Set.of("TABLE", "VIEW", "TRIGGER", "FUNCTION", "PROCEDURE", "EVENT", "SEQUENCE", "PACKAGE");

  /** What may stand between CREATE and the kind of object, besides names and signs. */
  private static final Set<String> BEFORE =
      Set.of(
          "OR",
          "REPLACE",
          "ALGORITHM",
          "UNDEFINED",
          "MERGE",
          "TEMPTABLE",
          "DEFINER",
          "SQL",
          "SECURITY",
          "INVOKER",
          "AGGREGATE");

  private CreateHead() {}

  /** Where the kind of object stands; -1 where it is none that a dump has. */
  static int objectAt(List<Token> tokens) {
    for (int i = 1; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean isDefiner = isPartOfDefiner(tokens, i);
      if (token.kind() == Tokens.Kind.SIGN && !token.isSign('=') && !token.isSign('@')) {
        return -1;
      }
      if (!isDefiner && token.kind() == Tokens.Kind.WORD) {
        if (OBJECTS.contains(token.text())) {
          return i;
        }
        if (!BEFORE.contains(token.text())) {
          return -1;
        }
      }
    }
    return -1;
  }

  /** {@code DEFINER = name @ name}, where the names may be words. */
  private static boolean isPartOfDefiner(List<Token> tokens, int i) {
    return tokens.get(i - 1).isSign('@')
        || (tokens.get(i - 1).isSign('=') && i >= 2 && tokens.get(i - 2).isWord("DEFINER"));
  }

  /** Where the object's name stands. */
  static int nameAt(List<Token> tokens, int objectAt) {
    int at = objectAt + 1;
    if (at < tokens.size() && tokens.get(at).isWord("BODY")) {
      at++;
    }
    boolean isConditional = at < tokens.size() && tokens.get(at).isWord("IF");
    return isConditional ? at + 3 : at;
  }

  /** {@code ALTER DATABASE ... CHARACTER SET x COLLATE y} for this schema and no other. */
  static String charsetOf(String schema, byte[] statement, int length) throws FailureException {
    List<Token> tokens = Tokens.of(statement, length, 10);
    int at = tokens.size() - 2;
    String collation = tokens.getLast().text();
    if (at < 1 || !tokens.get(at).isWord("COLLATE") || !collation.matches("[A-Za-z0-9_]+")) {
      throw StatementRules.refused("a change of the database that is none of its character set");
    }
    return "ALTER DATABASE %s COLLATE %s"
        .formatted(Sql.name(schema), collation.toLowerCase(Locale.ROOT));
  }
}
