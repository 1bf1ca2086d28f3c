package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.database.mysql.Tokens.Token;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * The names of columns in the text of a view. MariaDB writes them with the schema where the view's
 * definer is gone, so that the text is of no use in another one.
 */
final class ViewNames {
  private ViewNames() {}

  /** A statement that makes a view, whose columns of one schema are those of another. */
  static byte[] moved(byte[] create, int length, String from, String to) {
    String schema = new String(from.getBytes(UTF_8), ISO_8859_1);
    byte[] other = Sql.name(to).getBytes(UTF_8);
    List<Token> tokens = Tokens.of(create, length, Integer.MAX_VALUE);
    ByteArrayOutputStream moved = new ByteArrayOutputStream(length);
    int copied = 0;
    for (int i = 0; i + 4 < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (isName(token) && token.text().equals(schema) && isColumn(tokens.subList(i, i + 5))) {
        moved.write(create, copied, token.start() - copied);
        moved.writeBytes(other);
        copied = token.end();
      }
    }
    moved.write(create, copied, length - copied);
    return moved.toByteArray();
  }

  /** {@code `schema`.`table`.`column`}. */
  private static boolean isColumn(List<Token> tokens) {
    return tokens.get(1).isSign('.')
        && isName(tokens.get(2))
        && tokens.get(3).isSign('.')
        && isName(tokens.get(4));
  }

  private static boolean isName(Token token) {
    return token.kind() == Tokens.Kind.NAME;
  }

  /** Whether a statement makes one. */
  static boolean isView(byte[] statement, int length) {
    List<Token> tokens = Tokens.of(statement, length, 60);
    int what = tokens.getFirst().isWord("CREATE") ? CreateHead.objectAt(tokens) : -1;
    return what >= 0 && tokens.get(what).isWord("VIEW");
  }
}
