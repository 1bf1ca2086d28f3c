package holdfast.database.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * The beginning of a replication, which is an RDB of the server. The server says how long the RDB
 * is, or, where it writes it straight into the connection, what will stand after its end. For one
 * thread.
 */
final class Replication {
  private static final int MARK_BYTES = 40;

  /** Whose format we read; newer ones write it for those who name this version. */
  private static final String NEWEST_VALKEY = "9.0.0";

  private static final String MARKED = "$EOF:";

  private final RedisSession session;
  private Optional<Position> position = Optional.empty();
  private long bytesLeft = Long.MAX_VALUE;
  private byte[] mark = {};

  /**
   * Which moment the RDB shows.
   *
   * @param offset in the stream of all changes that the id names
   */
  record Position(String id, String offset) {}

  private Replication(RedisSession session) {
    this.session = session;
  }

  /**
   * Asks for the RDB; it comes when the server has made it, which may be seconds or minutes later.
   */
  static Replication begin(RedisSession session) throws FailureException {
    session.call("REPLCONF", "listening-port", "0");
    session.call("REPLCONF", "capa", "eof");
    // Refused by servers before Redis 6.2: those keep for us what changes meanwhile.
    session.ask("REPLCONF", "rdb-only", "1");
    // Refused by Redis. A Valkey that is not told writes RDB 11, and fails at what that cannot
    // hold.
    session.ask("REPLCONF", "version", NEWEST_VALKEY);
    RedisConnection connection = session.connection();
    return session.exchange(
        RedisSession.PATIENCE,
        () -> {
          connection.writer().command("PSYNC", "?", "-1");
          connection.flush();
          return new Replication(session);
        });
  }

  /** Known once the first bytes were read. */
  Optional<Position> position() {
    return position;
  }

  /**
   * The next bytes of the RDB, with what comes after it where the server writes it straight into
   * the connection.
   *
   * @return how many; -1 where the server has said that no more come
   * @throws FailureException what the server says instead
   */
  int read(byte[] bytes) throws IOException {
    if (position.isEmpty()) {
      readStart();
    }
    if (bytesLeft == 0) {
      return -1;
    }
    int count = in().read(bytes, 0, (int) Math.min(bytes.length, bytesLeft));
    if (count < 0) {
      throw new EOFException("the server has closed the connection within the RDB");
    }
    if (mark.length == 0) {
      bytesLeft -= count;
    }
    return count;
  }

  /**
   * Whether the server has said, behind the RDB, that it was all.
   *
   * @param behind what was read after the RDB's end
   */
  boolean isWhole(byte[] behind) throws IOException {
    if (mark.length == 0) {
      return bytesLeft == 0 && behind.length == 0;
    }
    byte[] found = Arrays.copyOf(behind, MARK_BYTES);
    int missing = MARK_BYTES - Math.min(behind.length, MARK_BYTES);
    return in().readNBytes(found, MARK_BYTES - missing, missing) == missing
        && Arrays.equals(found, mark);
  }

  private InputStream in() throws IOException {
    return session.connection().input(RedisSession.PATIENCE);
  }

  private void readStart() throws IOException {
    in(); // A server that prepares for long says something every second.
    String[] words = readLine().split(" ", -1);
    if (words.length < 3 || !words[0].equals("+FULLRESYNC")) {
      throw notServed(String.join(" ", words));
    }
    String size = readLine();
    if (size.startsWith(MARKED)) {
      mark = size.substring(MARKED.length()).getBytes(ISO_8859_1);
    }
    if (size.startsWith(MARKED) ? mark.length != MARK_BYTES : !size.matches("\\$\\d{1,18}")) {
      throw notServed(size);
    }
    if (mark.length == 0) {
      bytesLeft = Long.parseLong(size.substring(1));
    }
    position = Optional.of(new Position(words[1], words[2]));
  }

  /** Not the empty ones, by which a server that still prepares says that it is there. */
  private String readLine() throws IOException {
    String line = session.connection().readLine();
    while (line.isEmpty()) {
      line = session.connection().readLine();
    }
    return line;
  }

  private FailureException notServed(String line) {
    RedisUri uri = session.uri();
    if (!line.startsWith("-")) {
      return new FailureException(
          FailureCode.DUMP_FAILED,
          "the server of %s begins no replication".formatted(uri.where()),
          "Check that it is a Redis or Valkey server, and no proxy in front of one.");
    }
    Reply.Refusal refusal = new Reply.Refusal(line.substring(1));
    return refusal.code().equals("NOPERM")
        ? RedisFailures.rights(refusal, uri, "+psync")
        : new FailureException(
            FailureCode.DUMP_FAILED,
            "the server of %s gives no snapshot: %s"
                .formatted(uri.where(), uri.redact(refusal.words())),
            "See what it said, mend it and try again.");
  }
}
