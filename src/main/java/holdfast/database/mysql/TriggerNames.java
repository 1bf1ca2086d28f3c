package holdfast.database.mysql;

import holdfast.database.mysql.Tokens.Token;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * The server keeps a trigger's statement as it was typed, with the name of its database where that
 * was typed too: restored elsewhere it would lead back there.
 */
final class TriggerNames {
  private static final int MAX_TOKENS = 60;

  private TriggerNames() {}

  /** The statement with the names of trigger and table alone. */
  static byte[] unqualified(byte[] create, int length) {
    List<Token> tokens = Tokens.of(create, length, MAX_TOKENS);
    int name = CreateHead.nameAt(tokens, CreateHead.objectAt(tokens));
    int on = name;
    while (on < tokens.size() && !tokens.get(on).isWord("ON")) {
      on++;
    }
    byte[] without = withoutQualifier(create, length, tokens, on + 1); // The later one first.
    return withoutQualifier(without, without.length, tokens, name);
  }

  private static byte[] withoutQualifier(byte[] sql, int length, List<Token> tokens, int at) {
    boolean isQualified = at + 2 < tokens.size() && tokens.get(at + 1).isSign('.');
    if (!isQualified) {
      return Arrays.copyOf(sql, length);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int end = tokens.get(at + 2).start();
    out.write(sql, 0, tokens.get(at).start());
    out.write(sql, end, length - end);
    return out.toByteArray();
  }
}
