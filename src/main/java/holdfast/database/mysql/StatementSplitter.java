package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.model.FailureException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Splits a text of SQL into statements while its bytes pass, as the {@code mysql} program does:
 * quotes, comments, versioned comments and {@code DELIMITER} are understood, and a semicolon within
 * them ends nothing. Keeps one statement at most, or its beginning. For one thread.
 */
final class StatementSplitter {
  private static final int MAX_DELIMITER = 16;
  private static final String DELIMITER_COMMAND = "delimiter ";

  /** A line that forbids the program to run others; it has no delimiter. */
  private static final String SANDBOX_COMMAND = "/*M!999999\\-";

  /** Enough to tell what begins here: {@code /*M!}, a delimiter, the command for one. */
  private static final int LOOKAHEAD = MAX_DELIMITER;

  /** Takes what was found. */
  interface Sink {
    /** A statement without its delimiter; no longer than the limit, the rest is cut off. */
    void statement(byte[] statement, int length) throws FailureException;

    /** A line between statements that is a comment, without its end. */
    void comment(String line) throws FailureException;
  }

  private enum Place {
    BETWEEN,
    COMMAND,
    CODE,
    SINGLE_QUOTES,
    DOUBLE_QUOTES,
    BACKTICKS,
    LINE_COMMENT,
    BLOCK_COMMENT
  }

  private static final boolean[] MARKS = new boolean[256];

  static {
    for (char mark : "'\"`/*-#".toCharArray()) {
      MARKS[mark] = true;
    }
  }

  private final Sink sink;
  private final KeptStatement statement;
  private final SqlModes modes = new SqlModes();
  private Place place = Place.BETWEEN;
  private byte[] delimiter = {';'};
  private byte[] carried = {};
  private boolean inVersioned;
  private boolean escaped;

  /** Where what belongs to the statement and is not kept yet begins in the bytes at hand. */
  private int begun;

  /**
   * @param limit so many bytes of a statement are kept
   */
  StatementSplitter(int limit, Sink sink) {
    this.statement = new KeptStatement(limit);
    this.sink = sink;
  }

  /** Takes the next bytes. */
  void accept(byte[] bytes, int offset, int length) throws FailureException {
    byte[] in = Arrays.copyOf(carried, carried.length + length);
    System.arraycopy(bytes, offset, in, carried.length, length);
    int reached = scan(in, false);
    carried = Arrays.copyOfRange(in, reached, in.length);
  }

  /** Whether the text could end here: nothing is open, and nothing waits for a delimiter. */
  boolean isBetweenStatements() throws FailureException {
    byte[] rest = carried;
    carried = new byte[0];
    int reached = scan(rest, true);
    carried = Arrays.copyOfRange(rest, reached, rest.length);
    return place == Place.BETWEEN && carried.length == 0;
  }

  /**
   * @param isLast whether nothing follows, so that no more can be looked ahead at
   */
  private int scan(byte[] in, boolean isLast) throws FailureException {
    int at = 0;
    begun = 0;
    while (at < in.length) {
      int next =
          switch (place) {
            case BETWEEN, CODE -> in.length - at < LOOKAHEAD && !isLast ? at : code(in, at);
            case COMMAND -> command(in, at);
            case SINGLE_QUOTES -> quoted(in, at, '\'', !modes.noBackslashEscapes());
            case DOUBLE_QUOTES ->
                quoted(in, at, '"', !modes.noBackslashEscapes() && !modes.ansiQuotes());
            case BACKTICKS -> quoted(in, at, '`', false);
            case LINE_COMMENT -> lineComment(in, at);
            case BLOCK_COMMENT -> blockComment(in, at, isLast);
          };
      if (next == at) {
        break;
      }
      at = next;
    }
    if (place != Place.BETWEEN) {
      statement.append(in, begun, at - begun);
    }
    return at;
  }

  private int code(byte[] in, int at) throws FailureException {
    byte c = in[at];
    if (place == Place.BETWEEN) {
      if (c <= ' ' && c >= 0) {
        return at + 1;
      }
      begun = at;
      if (isLineComment(in, at) || startsCommand(in, at)) {
        place = Place.COMMAND;
        return command(in, at);
      }
      place = Place.CODE;
    }
    if (!inVersioned && startsWith(in, at, delimiter)) {
      endStatement(in, at);
      return at + delimiter.length;
    }
    return switch (c) {
      case '\'' -> open(Place.SINGLE_QUOTES, at + 1);
      case '"' -> open(Place.DOUBLE_QUOTES, at + 1);
      case '`' -> open(Place.BACKTICKS, at + 1);
      case '/' -> slash(in, at);
      case '*' -> star(in, at);
      case '-', '#' -> isLineComment(in, at) ? open(Place.LINE_COMMENT, at + 1) : at + 1;
      default -> plain(in, at);
    };
  }

  /** Goes on to the next byte that may mean something. */
  private int plain(byte[] in, int at) {
    int to = at + 1;
    while (to < in.length && in[to] != delimiter[0] && !MARKS[in[to] & 0xff]) {
      to++;
    }
    return to;
  }

  private int slash(byte[] in, int at) {
    if (byteAt(in, at + 1) != '*') {
      return at + 1;
    }
    boolean isVersioned =
        byteAt(in, at + 2) == '!' || (byteAt(in, at + 2) == 'M' && byteAt(in, at + 3) == '!');
    if (isVersioned && !inVersioned) {
      inVersioned = true;
      return at + 3;
    }
    return open(Place.BLOCK_COMMENT, at + 2);
  }

  private int star(byte[] in, int at) {
    if (inVersioned && byteAt(in, at + 1) == '/') {
      inVersioned = false;
      return at + 2;
    }
    return at + 1;
  }

  private int quoted(byte[] in, int at, char end, boolean escapes) {
    int to = escaped ? at + 1 : at;
    escaped = false;
    while (to < in.length && in[to] != end) {
      to += escapes && in[to] == '\\' ? 2 : 1;
    }
    if (to < in.length) {
      place = Place.CODE; // A doubled quote ends it here and opens it again at once.
      return to + 1;
    }
    escaped = to > in.length;
    return in.length;
  }

  private int lineComment(byte[] in, int at) {
    int end = indexOf(in, at, '\n');
    if (end < 0) {
      return in.length;
    }
    place = Place.CODE;
    return end + 1;
  }

  private int blockComment(byte[] in, int at, boolean isLast) {
    for (int i = at; i < in.length - 1; i++) {
      if (in[i] == '*' && in[i + 1] == '/') {
        place = Place.CODE;
        return i + 2;
      }
    }
    return isLast ? in.length : Math.max(at, in.length - 1);
  }

  /** A line that is no statement: a comment, or what the program itself is told. */
  private int command(byte[] in, int at) throws FailureException {
    int end = indexOf(in, at, '\n');
    if (end < 0) {
      return in.length;
    }
    statement.append(in, begun, end - begun);
    String line = statement.text().strip();
    statement.reset();
    place = Place.BETWEEN;
    if (line.toLowerCase(Locale.ROOT).startsWith(DELIMITER_COMMAND)) {
      setDelimiter(line.substring(DELIMITER_COMMAND.length()).strip());
    } else {
      sink.comment(line);
    }
    return end + 1;
  }

  private void setDelimiter(String text) throws FailureException {
    byte[] bytes = text.getBytes(UTF_8);
    if (bytes.length == 0 || bytes.length > MAX_DELIMITER) {
      throw StatementRules.refused("a delimiter of %d bytes".formatted(bytes.length));
    }
    delimiter = bytes;
  }

  private void endStatement(byte[] in, int end) throws FailureException {
    statement.append(in, begun, end - begun);
    place = Place.BETWEEN;
    statement.trim();
    if (statement.size() > 0) {
      modes.follow(statement.bytes(), statement.size());
      sink.statement(statement.bytes(), statement.size());
    }
    statement.reset();
  }

  private int open(Place next, int at) {
    place = next;
    return at;
  }

  private boolean isLineComment(byte[] in, int at) {
    return in[at] == '#'
        || (in[at] == '-' && byteAt(in, at + 1) == '-' && byteAt(in, at + 2) <= ' ');
  }

  private static boolean startsCommand(byte[] in, int at) {
    String text = new String(in, at, Math.min(LOOKAHEAD, in.length - at), ISO_8859_1);
    return text.toLowerCase(Locale.ROOT).startsWith(DELIMITER_COMMAND)
        || text.startsWith(SANDBOX_COMMAND);
  }

  private static boolean startsWith(byte[] in, int at, byte[] what) {
    return in[at] == what[0]
        && in.length - at >= what.length
        && Arrays.equals(in, at, at + what.length, what, 0, what.length);
  }

  private static int indexOf(byte[] in, int from, char c) {
    for (int i = from; i < in.length; i++) {
      if (in[i] == c) {
        return i;
      }
    }
    return -1;
  }

  private static int byteAt(byte[] in, int at) {
    return at < in.length ? in[at] & 0xff : ' ';
  }
}
