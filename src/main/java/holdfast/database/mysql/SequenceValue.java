package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.US_ASCII;

import holdfast.database.mysql.Tokens.Token;
import java.util.Arrays;
import java.util.List;

/**
 * How a dump sets a descending sequence that is used up: to the smallest of all numbers, which the
 * server does not read back. Its smallest value, taken, says the same.
 */
final class SequenceValue {
  private static final String UNREADABLE = "9223372036854775808";
  private static final byte[] LAST_ONE_TAKEN = "-9223372036854775807, 1)".getBytes(US_ASCII);

  private SequenceValue() {}

  /** The statement as the server understands it, which nearly always it is. */
  static byte[] understood(byte[] statement, int length) {
    List<Token> tokens = Tokens.of(statement, length, 10);
    boolean isUnreadable =
        tokens.size() == 10
            && tokens.get(1).isWord("SETVAL")
            && tokens.get(5).isSign('-')
            && tokens.get(6).isWord(UNREADABLE)
            && tokens.get(8).isWord("0");
    if (!isUnreadable) {
      return Arrays.copyOf(statement, length);
    }
    int kept = tokens.get(5).start();
    byte[] understood = Arrays.copyOf(statement, kept + LAST_ONE_TAKEN.length);
    System.arraycopy(LAST_ONE_TAKEN, 0, understood, kept, LAST_ONE_TAKEN.length);
    return understood;
  }
}
