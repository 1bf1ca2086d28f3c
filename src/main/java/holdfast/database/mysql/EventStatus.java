package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.database.mysql.Tokens.Token;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether an event fires, in the statement that makes it. Beside the target it must not: it would
 * work on what is being restored.
 */
final class EventStatus {
  private static final int MAX_TOKENS = 200;

  private EventStatus() {}

  /** The name of the event that a statement makes. */
  static String name(byte[] create, int length) {
    List<Token> tokens = Tokens.of(create, length, MAX_TOKENS);
    int what = CreateHead.objectAt(tokens);
    Token name = tokens.get(CreateHead.nameAt(tokens, what));
    byte[] latin = name.text().getBytes(ISO_8859_1);
    return new String(latin, UTF_8);
  }

  static boolean isEnabled(byte[] create, int length) {
    return find(create, length, "DISABLE") == null;
  }

  /** The same statement, for an event that does not fire. */
  static byte[] disabled(byte[] create, int length) {
    Token enable = find(create, length, "ENABLE");
    if (enable != null) {
      return replace(create, length, enable.start(), enable.end(), "DISABLE");
    }
    Token end = end(Tokens.of(create, length, MAX_TOKENS));
    return isEnabled(create, length)
        ? replace(create, length, end.start(), end.start(), "DISABLE ")
        : Arrays.copyOf(create, length);
  }

  /** The same statement, for an event that fires. */
  static byte[] enabled(byte[] create) {
    Token disable = find(create, create.length, "DISABLE");
    return disable == null
        ? create
        : replace(create, create.length, disable.start(), disable.end(), "ENABLE");
  }

  /** A word between the event's schedule and its body. */
  private static @Nullable Token find(byte[] create, int length, String word) {
    List<Token> tokens = Tokens.of(create, length, MAX_TOKENS);
    Token end = end(tokens);
    return tokens.stream()
        .filter(token -> token.start() < end.start() && token.isWord(word))
        .findFirst()
        .orElse(null);
  }

  /** Where the comment or the body begins. */
  private static Token end(List<Token> tokens) {
    return tokens.stream()
        .filter(token -> token.isWord("COMMENT") || token.isWord("DO"))
        .findFirst()
        .orElse(tokens.getLast());
  }

  private static byte[] replace(byte[] sql, int length, int from, int to, String word) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(sql, 0, from);
    out.writeBytes(word.getBytes(US_ASCII));
    out.write(sql, to, length - to);
    return out.toByteArray();
  }
}
