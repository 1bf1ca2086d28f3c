package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.database.mysql.Tokens.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * What a view names with its schema, as servers write views: each name in backquotes, and all that
 * is read behind FROM and JOIN.
 *
 * @param name of the table, function or sequence
 * @param start where the schema's name begins in the statement
 * @param end where it ends
 */
record ViewReference(Kind kind, String schema, String name, int start, int end) {
  enum Kind {
    /** Or a view. */
    TABLE,
    /** {@code `schema`.`table`.`column`}. */
    COLUMN,
    FUNCTION,
    SEQUENCE
  }

  private static final Set<String> OF_SEQUENCES = Set.of("NEXTVAL", "LASTVAL", "SETVAL");

  /** Those of a statement that makes a view, in their order. */
  static List<ViewReference> of(byte[] create, int length) {
    return new Reader(Tokens.of(create, length, Integer.MAX_VALUE)).read();
  }

  private static final class Reader {
    private final List<Token> tokens;
    private final List<ViewReference> found = new ArrayList<>();

    /**
     * Whether there was a SELECT, for each parenthesis that is open: {@code trim(`a` from `b`)}.
     */
    private final Deque<Boolean> selects = new ArrayDeque<>(List.of(false));

    private boolean isBeforeTable;

    Reader(List<Token> tokens) {
      this.tokens = tokens;
    }

    List<ViewReference> read() {
      for (int i = 0; i < tokens.size(); i++) {
        Token token = tokens.get(i);
        if (token.isSign('(')) {
          selects.push(false); // What comes before a table may have any number of them behind it.
        } else {
          find(i);
          isBeforeTable = leadsToTable(i);
        }
        if (token.isSign(')') && selects.size() > 1) {
          selects.pop();
        } else if (token.isWord("SELECT")) {
          selects.pop();
          selects.push(true);
        }
      }
      return found;
    }

    /** Nor is STRAIGHT_JOIN a join where it is an option of SELECT. */
    private boolean leadsToTable(int i) {
      Token token = tokens.get(i);
      return token.isWord("JOIN")
          || (token.isWord("FROM") && selects.getFirst())
          || (token.isWord("STRAIGHT_JOIN") && tokens.get(i - 1).kind() != Tokens.Kind.WORD);
    }

    private void find(int i) {
      if (isName(i) && isSign(i + 1, '.') && isName(i + 2) && !isSign(i - 1, '.')) {
        if (isBeforeTable) {
          add(Kind.TABLE, i);
        } else if (isSign(i + 3, '.')) {
          add(Kind.COLUMN, i);
        } else if (isSign(i + 3, '(')) {
          add(Kind.FUNCTION, i);
        } else if (isSign(i - 1, '(') && OF_SEQUENCES.contains(tokens.get(i - 2).text())) {
          add(Kind.SEQUENCE, i);
        }
      }
    }

    private void add(Kind kind, int i) {
      Token schema = tokens.get(i);
      found.add(
          new ViewReference(
              kind, text(schema), text(tokens.get(i + 2)), schema.start(), schema.end()));
    }

    private static String text(Token token) {
      return new String(token.text().getBytes(ISO_8859_1), UTF_8);
    }

    private boolean isName(int i) {
      return i < tokens.size() && tokens.get(i).kind() == Tokens.Kind.NAME;
    }

    private boolean isSign(int i, char sign) {
      return i >= 0 && i < tokens.size() && tokens.get(i).isSign(sign);
    }
  }
}
