package holdfast.database.redis;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.RunLog;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets a server's RDB pass through the walker, and gives what the filter makes of it. What goes
 * wrong ends the stream, and is asked for afterwards. For one thread.
 */
final class DatabaseStream extends InputStream {
  private static final int CHUNK_BYTES = 1 << 16;

  private final Replication replication;
  private final DatabaseFilter filter;
  private final RedisSession session;
  private final RunLog log;
  private final RdbWalker walker;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private byte[] ready = {};
  private int given;
  private volatile @Nullable FailureException failure;
  private volatile boolean ended;

  DatabaseStream(Replication replication, DatabaseFilter filter, RedisSession session, RunLog log) {
    this.replication = replication;
    this.filter = filter;
    this.session = session;
    this.log = log;
    this.walker = new RdbWalker(filter);
  }

  /**
   * Throws what has ended the stream, unless that was the RDB's own end.
   *
   * @throws FailureException {@code DUMP_INCOMPLETE} also when the stream was not read to its end
   */
  void requireWhole() throws FailureException {
    FailureException known = failure;
    if (known != null) {
      throw known;
    }
    if (!ended || given < ready.length) {
      throw incomplete("it was not read to its end");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    while (given == ready.length && !ended && failure == null) {
      refill();
    }
    if (given == ready.length && length > 0) {
      return -1;
    }
    int count = Math.min(length, ready.length - given);
    System.arraycopy(ready, given, bytes, offset, count);
    given += count;
    return count;
  }

  private void refill() {
    try {
      int count = replication.read(chunk);
      if (count < 0) {
        throw incomplete(walker.missing().orElse("it is shorter than the server had said"));
      }
      walker.accept(chunk, 0, count);
      ready = filter.takeBytes();
      given = 0;
      if (walker.hasEnded()) {
        finish();
      }
    } catch (FailureException e) {
      failure = e;
    } catch (MalformedRdb e) {
      failure = malformed(e);
    } catch (IOException e) {
      failure = RedisFailures.of(e, session.uri());
    }
  }

  private void finish() throws IOException {
    if (!replication.isWhole(walker.afterEnd())) {
      throw incomplete("the server has not said that it was all");
    }
    // At once: from now on it would send us all changes, and keep those that we do not take.
    session.close();
    log.line("holdfast", summary());
    ended = true;
  }

  private String summary() {
    Optional<String> offset = replication.position().map(Replication.Position::offset);
    return "%d keys of the database, out of %d of the server, as of replication offset %s"
        .formatted(filter.keys(), walker.keys(), offset.orElse("?"));
  }

  private FailureException malformed(MalformedRdb e) {
    return filter.isNewer()
        ? new FailureException(
            FailureCode.DATABASE_UNSUPPORTED,
            "the server of %s writes %s: %s"
                .formatted(session.uri().where(), filter.format(), e.why()),
            "This version of Holdfast reads what Redis up to 8.0 and Valkey up to 9.1 write.")
        : incomplete(e.why());
  }

  private FailureException incomplete(String why) {
    return new FailureException(
        FailureCode.DUMP_INCOMPLETE,
        "the dump of %s is not whole: %s".formatted(session.uri().where(), why),
        "Try again; see the server's log for what it says of the replica.");
  }
}
