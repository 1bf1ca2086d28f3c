package holdfast.database.mysql;

import static holdfast.database.mysql.Tokens.Kind.NAME;
import static holdfast.database.mysql.Tokens.Kind.SIGN;
import static holdfast.database.mysql.Tokens.Kind.TEXT;

import holdfast.database.mysql.Tokens.Token;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which statements a dump of one database has, and what becomes of each. All others are refused: a
 * file from elsewhere must not reach beyond the database that it is restored into, and what a dump
 * does not have has no business in one.
 */
final class StatementRules {
  /** Tokens of a statement that are looked at, which is all but of the rows. */
  private static final int MAX_TOKENS = 200_000;

  /** Of a statement with a body, those before it are fewer. */
  private static final int MAX_HEAD_TOKENS = 60;

  private static final Set<String> SESSION_VARIABLES =
      Set.of(
          "AUTOCOMMIT",
          "CHARACTER_SET_CLIENT",
          "CHARACTER_SET_RESULTS",
          "COLLATION_CONNECTION",
          "FOREIGN_KEY_CHECKS",
          "NOTE_VERBOSITY",
          "SQL_MODE",
          "SQL_NOTES",
          "SQL_QUOTE_SHOW_CREATE",
          "SYSTEM_VERSIONING_INSERT_HISTORY",
          "TIME_ZONE",
          "UNIQUE_CHECKS");

  private static final Set<String> SCOPES_BEYOND = Set.of("GLOBAL", "PERSIST", "PERSIST_ONLY");

  private static final Set<String> WITH_BODIES =
      Set.of("VIEW", "EVENT", "FUNCTION", "PROCEDURE", "TRIGGER", "PACKAGE");

  /** Whose rows are in a dump. */
  static final Set<String> ENGINES =
      Set.of(
          "ARCHIVE", "ARIA", "BLACKHOLE", "CSV", "INNODB", "MEMORY", "MYISAM", "ROCKSDB", "TOKUDB");

  private static final Set<String> SEQUENCE_FUNCTIONS = Set.of("LASTVAL", "NEXTVAL", "SETVAL");

  private StatementRules() {}

  /** What a statement is, and that it may be run. */
  static StatementKind of(byte[] statement, int length) throws FailureException {
    if (isRows(Tokens.of(statement, length, 1))) {
      RowValues.check(statement, length);
      return StatementKind.ROWS;
    }
    List<Token> all = Tokens.of(statement, length, MAX_TOKENS);
    if (all.isEmpty()) {
      return StatementKind.NOTHING; // A comment only.
    }
    if (isRows(all)) {
      throw refused("an INSERT after a long comment");
    }
    if (ReplicationSettings.isOne(all)) {
      return StatementKind.NOTHING;
    }
    StatementKind kind = of(all);
    int judged = judged(all);
    if (judged == MAX_TOKENS) {
      throw refused("a statement of too many words: " + words(all));
    }
    OneReading.require(statement, length, all, judged);
    return kind;
  }

  private static boolean isRows(List<Token> tokens) {
    return !tokens.isEmpty() && tokens.getFirst().isWord("INSERT");
  }

  /** Whether a statement makes a table or a sequence, of which every word counts. */
  static boolean isTable(byte[] statement, int length) {
    List<Token> tokens = Tokens.of(statement, length, MAX_HEAD_TOKENS);
    return tokens.getFirst().isWord("CREATE") && bodyAt(tokens) < 0;
  }

  /** How many bytes of a statement come before its body, if it has one. */
  static int headLength(byte[] statement, int length) {
    List<Token> tokens = Tokens.of(statement, length, MAX_HEAD_TOKENS);
    return tokens.get(judged(tokens) - 1).end();
  }

  private static int judged(List<Token> tokens) {
    int body = bodyAt(tokens);
    return body < 0 ? tokens.size() : Math.min(body, tokens.size());
  }

  /** Which token begins what is not judged; -1 where all is. */
  private static int bodyAt(List<Token> tokens) {
    int what = tokens.getFirst().isWord("CREATE") ? CreateHead.objectAt(tokens) : -1;
    if (what < 0 || !WITH_BODIES.contains(tokens.get(what).text())) {
      return -1;
    }
    int name = CreateHead.nameAt(tokens, what);
    if (!tokens.get(what).isWord("TRIGGER")) {
      return name + 2;
    }
    int on = name;
    while (on < tokens.size() && !tokens.get(on).isWord("ON")) {
      on++;
    }
    return on + 5; // With the table's name.
  }

  private static StatementKind of(List<Token> tokens) throws FailureException {
    return switch (tokens.getFirst().text()) {
      case "SET" -> set(tokens);
      case "DROP" -> drop(tokens);
      case "CREATE" -> create(tokens);
      case "ALTER" -> alter(tokens);
      case "LOCK", "UNLOCK", "COMMIT", "BEGIN" -> StatementKind.NOTHING;
      case "START" -> require(isWord(tokens, 1, "TRANSACTION"), tokens, StatementKind.NOTHING);
      case "DO", "SELECT" -> sequence(tokens);
      case "USE" ->
          throw refused(
              "the statement USE, which leads to another database, as --databases writes it");
      default -> throw refused("a statement that begins with " + words(tokens));
    };
  }

  private static StatementKind set(List<Token> tokens) throws FailureException {
    if (isWord(tokens, 1, "NAMES")) {
      return StatementKind.SETTING;
    }
    boolean isName = true;
    for (int i = 1; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.isSign('(') || SCOPES_BEYOND.contains(token.text())) {
        throw refused("a setting that reaches beyond its session: " + words(tokens));
      }
      if (token.isSign(',') || token.isSign('=')) {
        isName = token.isSign(',');
      } else if (isName
          && token.isName()
          && !isUserVariable(tokens, i)
          && !token.isWord("SESSION")) {
        require(SESSION_VARIABLES.contains(token.text()), tokens, StatementKind.SETTING);
      }
    }
    return StatementKind.SETTING;
  }

  /** Behind one {@code @}, not two. */
  private static boolean isUserVariable(List<Token> tokens, int i) {
    return tokens.get(i - 1).isSign('@') && (i < 2 || !tokens.get(i - 2).isSign('@'));
  }

  private static StatementKind drop(List<Token> tokens) throws FailureException {
    boolean isKnown =
        tokens.size() >= 5
            && CreateHead.OBJECTS.contains(tokens.get(1).text())
            && tokens.stream().noneMatch(token -> token.isSign('.') || token.isSign(','));
    return require(isKnown, tokens, StatementKind.OBJECT);
  }

  private static StatementKind create(List<Token> tokens) throws FailureException {
    int what = CreateHead.objectAt(tokens);
    if (isWord(tokens, 1, "DATABASE")) {
      throw refused("the statement CREATE DATABASE, as --databases writes it");
    }
    if (what < 0) {
      throw refused("a statement that begins with " + words(tokens));
    }
    if (tokens.get(what).isWord("TRIGGER")) {
      return StatementKind.TRIGGER;
    }
    int name = CreateHead.nameAt(tokens, what);
    if (name + 1 < tokens.size() && tokens.get(name + 1).isSign('.')) {
      throw refused("an object of another database: " + words(tokens));
    }
    return switch (tokens.get(what).text()) {
      case "TABLE" -> table(tokens);
      case "FUNCTION" ->
          require(tokens.stream().noneMatch(t -> t.isWord("SONAME")), tokens, StatementKind.OBJECT);
      case "EVENT" -> StatementKind.EVENT;
      default -> StatementKind.OBJECT;
    };
  }

  /** No table of rows that are elsewhere, and none made from other tables. */
  private static StatementKind table(List<Token> tokens) throws FailureException {
    for (int i = 2; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.isWord("SELECT") || token.isWord("DIRECTORY") || isLike(tokens, i)) {
        throw refused("a table with " + token.text() + ": " + words(tokens));
      }
      if (token.isWord("ENGINE")) {
        require(ENGINES.contains(engine(tokens, i)), tokens, StatementKind.OBJECT);
      }
      if (token.isSign('(') && SEQUENCE_FUNCTIONS.stream().anyMatch(tokens.get(i - 1)::isWord)) {
        throw refused("a table with a default from a sequence: " + words(tokens));
      }
      if (token.isSign('.') && isSchema(tokens.get(i - 1)) && !isReference(tokens, i)) {
        throw refused("a table that refers to another database: " + words(tokens));
      }
    }
    return StatementKind.OBJECT;
  }

  /** {@code ENGINE = name}, in capitals. */
  private static String engine(List<Token> tokens, int i) {
    boolean isWithSign = i + 1 < tokens.size() && tokens.get(i + 1).isSign('=');
    return tokens.get(isWithSign ? i + 2 : i + 1).text().toUpperCase(Locale.ROOT);
  }

  /** Not the digits before a point. */
  private static boolean isSchema(Token token) {
    return token.isName() && (token.kind() == NAME || !Character.isDigit(token.text().charAt(0)));
  }

  private static boolean isLike(List<Token> tokens, int i) {
    return tokens.get(i).isWord("LIKE")
        && i <= 7
        && (tokens.get(i - 1).kind() != SIGN || tokens.get(i - 1).isSign('('));
  }

  private static boolean isReference(List<Token> tokens, int dot) {
    return dot >= 2 && tokens.get(dot - 2).isWord("REFERENCES");
  }

  private static StatementKind alter(List<Token> tokens) throws FailureException {
    if (isWord(tokens, 1, "DATABASE")) {
      // Only its character set, and that of the database that is restored into.
      boolean isCharset = tokens.stream().anyMatch(t -> t.isWord("COLLATE")) && tokens.size() <= 8;
      return require(isCharset, tokens, StatementKind.DATABASE_CHARSET);
    }
    boolean isKeys = tokens.size() == 5 && isWord(tokens, 1, "TABLE") && isWord(tokens, 4, "KEYS");
    return require(isKeys, tokens, StatementKind.NOTHING);
  }

  /** {@code DO SETVAL(`name`, 1, 0)}: how the value of a sequence is restored. */
  private static StatementKind sequence(List<Token> tokens) throws FailureException {
    boolean isSetval = isWord(tokens, 1, "SETVAL") && tokens.size() > 4;
    for (int i = 4; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean isNumber = token.text().chars().allMatch(Character::isDigit);
      isSetval &=
          token.kind() == SIGN ? ",)-".contains(token.text()) : token.kind() != TEXT && isNumber;
    }
    return require(isSetval, tokens, StatementKind.OBJECT);
  }

  private static boolean isWord(List<Token> tokens, int at, String word) {
    return at < tokens.size() && tokens.get(at).isWord(word);
  }

  private static StatementKind require(boolean holds, List<Token> tokens, StatementKind kind)
      throws FailureException {
    if (!holds) {
      throw refused("a statement that no dump of one database has: " + words(tokens));
    }
    return kind;
  }

  static String words(List<Token> tokens) {
    return String.join(
        " ", tokens.stream().limit(6).map(t -> t.kind() == TEXT ? "'…'" : t.text()).toList());
  }

  static FailureException refused(String what) {
    return new FailureException(
        FailureCode.RESTORE_FAILED,
        "the backup holds " + what,
        "Holdfast restores dumps of one database, as mariadb-dump and mysqldump make them without"
            + " --databases, --all-databases, --skip-comments and --compact. The target is what it"
            + " was.");
  }
}
