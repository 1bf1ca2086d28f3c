package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.database.mysql.Tokens.Token;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Predicate;

/**
 * The name of its own schema in the text of a view, of which the text would be of no use in another
 * one, or lead back to the first. Servers write it at sequences, at functions that were called with
 * it, at all tables beside one of another schema, and at columns where the view's definer is gone.
 */
final class ViewNames {
  private ViewNames() {}

  /** A statement that makes a view, which names one schema where it named another. */
  static byte[] moved(byte[] create, int length, String from, String to) {
    return moved(create, length, from::equals, to);
  }

  /** The same, where a schema may be named in several ways. */
  static byte[] moved(byte[] create, int length, Predicate<String> isFrom, String to) {
    byte[] other = Sql.name(to).getBytes(UTF_8);
    ByteArrayOutputStream moved = new ByteArrayOutputStream(length);
    int copied = 0;
    for (ViewReference reference : ViewReference.of(create, length)) {
      if (isFrom.test(reference.schema())) {
        moved.write(create, copied, reference.start() - copied);
        moved.writeBytes(other);
        copied = reference.end();
      }
    }
    moved.write(create, copied, length - copied);
    return moved.toByteArray();
  }

  /** Whether a statement makes one. */
  static boolean isView(byte[] statement, int length) {
    List<Token> tokens = Tokens.of(statement, length, 60);
    int what = tokens.getFirst().isWord("CREATE") ? CreateHead.objectAt(tokens) : -1;
    return what >= 0 && tokens.get(what).isWord("VIEW");
  }
}
