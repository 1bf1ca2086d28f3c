package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.database.mysql.Tokens.Token;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A table's columns and keys by the statement that the server shows for it, and which of them have
 * values that depend on the time zone in which they are computed.
 */
record ShownTable(List<Part> parts) {
  private static final Set<String> ZONED_FUNCTIONS = Set.of("FROM_UNIXTIME", "UNIX_TIMESTAMP");

  /**
   * A column, a key or a check.
   *
   * @param create the bytes of the whole statement as Latin-1
   * @param end where the part ends in it
   */
  record Part(List<Token> tokens, String create, int end) {
    String text() {
      return textFrom(0);
    }

    /** Without what comes before a token. */
    String textFrom(int token) {
      return utf8(create.substring(tokens.get(token).start(), end).strip());
    }

    boolean isColumn() {
      return tokens.getFirst().kind() == Tokens.Kind.NAME;
    }

    boolean isKey() {
      return isUniqueKey() || tokens.getFirst().isWord("KEY");
    }

    boolean isUniqueKey() {
      return tokens.getFirst().isWord("UNIQUE");
    }

    String name() {
      return inSmallLetters(tokens.getFirst());
    }

    String keyName() {
      return utf8(tokens.get(2).text());
    }

    /** Whether it is a foreign key, the definition of which is its third word then. */
    boolean isForeignKey(String name) {
      return tokens.getFirst().isWord("CONSTRAINT")
          && utf8(tokens.get(1).text()).equals(name)
          && tokens.get(2).isWord("FOREIGN");
    }

    boolean isTimestamp() {
      return isColumn() && tokens.get(1).isWord("TIMESTAMP");
    }

    boolean isGenerated() {
      return isColumn() && has(token -> token.isWord("GENERATED"));
    }

    boolean isStored() {
      return has(token -> token.isWord("STORED"));
    }

    /** Whatever its first word is, which is a column's own name. */
    boolean has(Predicate<Token> what) {
      return tokens.stream().skip(1).anyMatch(what);
    }

    /** What is computed in a key, for there are brackets within its brackets. */
    boolean computes(Predicate<Token> what) {
      int depth = 0;
      for (Token token : tokens) {
        depth += token.isSign('(') ? 1 : token.isSign(')') ? -1 : 0;
        if (depth > 1 && what.test(token)) {
          return true;
        }
      }
      return false;
    }
  }

  static ShownTable of(MysqlSession session, String schema, String table) throws SQLException {
    byte[] create =
        session
            .rows(row -> row.getString(2), "SHOW CREATE TABLE " + Sql.name(schema, table))
            .getFirst()
            .getBytes(UTF_8);
    return new ShownTable(parts(create));
  }

  private static List<Part> parts(byte[] create) {
    String text = new String(create, ISO_8859_1);
    List<Part> parts = new ArrayList<>();
    List<Token> part = new ArrayList<>();
    int depth = 0;
    for (Token token : Tokens.of(create, create.length, Integer.MAX_VALUE)) {
      depth -= token.isSign(')') ? 1 : 0;
      boolean isEnd = depth == 0 || (depth == 1 && token.isSign(','));
      if (isEnd && !part.isEmpty()) {
        parts.add(new Part(List.copyOf(part), text, token.start()));
        part.clear();
      }
      if (depth == 0 && token.isSign(')')) {
        break;
      }
      if (depth > 0 && !isEnd) {
        part.add(token);
      }
      depth += token.isSign('(') ? 1 : 0;
    }
    return parts;
  }

  private static String utf8(String latin1) {
    return new String(latin1.getBytes(ISO_8859_1), UTF_8);
  }

  /** Whether something that is kept, in rows or keys, depends on the zone. */
  boolean isZoned() {
    Set<String> zoned = zonedColumns();
    return parts.stream()
        .anyMatch(
            part ->
                part.isColumn()
                    ? zoned.contains(part.name()) && part.isStored()
                    : part.isKey() && isZonedKey(part, zoned));
  }

  /** Those, and all that are shown after them, for a key that is made anew is shown as the last. */
  List<Part> zonedUniqueKeys() {
    Set<String> zoned = zonedColumns();
    return parts.stream()
        .filter(Part::isUniqueKey)
        .dropWhile(part -> !isZonedKey(part, zoned))
        .toList();
  }

  private boolean isZonedKey(Part key, Set<String> zoned) {
    return key.has(token -> isNameOf(token, zoned)) || key.computes(isZonedIn(timestamps()));
  }

  /** Generated from timestamps, or from others that are. */
  private Set<String> zonedColumns() {
    Set<String> given = timestamps();
    Set<String> zoned = new HashSet<>();
    boolean isMore = true;
    while (isMore) {
      isMore = false;
      for (Part part : parts) {
        if (part.isGenerated() && part.has(isZonedIn(given)) && zoned.add(part.name())) {
          given.add(part.name());
          isMore = true;
        }
      }
    }
    return zoned;
  }

  private Set<String> timestamps() {
    Set<String> names = new HashSet<>();
    parts.stream().filter(Part::isTimestamp).map(Part::name).forEach(names::add);
    return names;
  }

  private static Predicate<Token> isZonedIn(Set<String> columns) {
    return token ->
        isNameOf(token, columns)
            || (token.kind() == Tokens.Kind.WORD && ZONED_FUNCTIONS.contains(token.text()));
  }

  /** MySQL 5.7 shows a name within an expression as it was written there. */
  private static String inSmallLetters(Token name) {
    return name.text().toLowerCase(Locale.ROOT);
  }

  private static boolean isNameOf(Token token, Set<String> columns) {
    return token.kind() == Tokens.Kind.NAME && columns.contains(inSmallLetters(token));
  }
}
