package holdfast.database.redis;

import holdfast.database.Dump;
import holdfast.database.DumpFacts;
import holdfast.database.RunContext;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One database out of the RDB that the server makes for a replica. It shows the moment at which the
 * server began with it: of what changed later nothing is in it. What goes wrong ends the stream,
 * and {@link #awaitSuccess} says it.
 */
final class RedisDump implements Dump {
  static final String FORMAT = "rdb";

  private final RunContext run;
  private final RedisUri uri;
  private final RedisServer server;
  private final RedisSession session;
  private final Replication replication;
  private final DatabaseFilter filter;
  private final FilteredStream stream = new FilteredStream();
  private final ReentrantLock closing = new ReentrantLock();
  private volatile @Nullable FailureException failure;
  private volatile boolean ended;
  private volatile boolean succeeded;
  private volatile boolean closed;

  private RedisDump(
      RunContext run, RedisServer server, RedisSession session, Replication replication) {
    this.run = run;
    this.uri = session.uri();
    this.server = server;
    this.session = session;
    this.replication = replication;
    this.filter = new DatabaseFilter(uri.database());
  }

  /** Looks whether a dump can be had, then asks for it. */
  static RedisDump open(RunContext run) throws FailureException {
    RedisUri uri = RedisUri.of(run.connection());
    RedisSession session = RedisSession.open(uri, run.tag().sessionName());
    try {
      RedisServer server = RedisServer.of(session);
      refuseWithoutMaster(server, uri);
      new RedisRights(session).requireForBackups();
      run.log().line("holdfast", "dumping %s from %s".formatted(uri.where(), server.title()));
      return new RedisDump(run, server, session, Replication.begin(session));
    } catch (FailureException e) {
      session.close();
      throw e;
    }
  }

  private static void refuseWithoutMaster(RedisServer server, RedisUri uri)
      throws FailureException {
    if (server.hasLostItsMaster()) {
      throw new FailureException(
          FailureCode.DUMP_FAILED,
          "the server %s is a replica and has no connection to its master".formatted(uri.server()),
          "It gives no snapshot until it has one: mend the replication, or back up the master.");
    }
  }

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public String serverVersion() {
    return server.version();
  }

  @Override
  public InputStream stream() {
    return stream;
  }

  @Override
  public DumpFacts awaitSuccess() throws FailureException {
    if (closed && !succeeded) {
      throw new FailureException(
          FailureCode.ABORTED, "the dump of " + uri.where() + " was closed", "Start it again.");
    }
    FailureException known = failure;
    if (known != null) {
      throw known;
    }
    if (!ended) {
      throw incomplete("it was not read to its end");
    }
    succeeded = true;
    return new DumpFacts(server.version(), "holdfast, by the replication protocol", details());
  }

  private Map<String, String> details() {
    Map<String, String> details = new LinkedHashMap<>();
    replication
        .position()
        .ifPresent(
            position -> {
              details.put("replicationId", position.id());
              details.put("replicationOffset", position.offset());
            });
    details.put("database", Integer.toString(uri.database()));
    details.put("keys", Long.toString(filter.keys()));
    details.put("functionLibrariesLeftOut", Integer.toString(filter.functionLibraries()));
    return details;
  }

  private FailureException incomplete(String why) {
    return new FailureException(
        FailureCode.DUMP_INCOMPLETE,
        "the dump of %s is not whole: %s".formatted(uri.where(), why),
        "Try again; see the server's log for what it says of the replica.");
  }

  @Override
  public void close() {
    session.close();
    closing.lock(); // Whoever closes as well returns only when all is gone.
    try {
      if (!closed) {
        closed = true;
        if (!succeeded) {
          endSession();
        }
      }
    } finally {
      closing.unlock();
    }
  }

  /** The server learns a moment later that we have gone, and may be making an RDB for us. */
  private void endSession() {
    try (RedisSession other = RedisSession.open(uri, "holdfast")) {
      RedisSessions.end(other, run.tag());
    } catch (FailureException e) {
      run.log().line("holdfast", "cannot look for a session left: " + e.getMessage());
    }
  }

  /** Lets the server's RDB pass through the walker, and gives what the filter makes of it. */
  private final class FilteredStream extends InputStream {
    private static final int CHUNK_BYTES = 1 << 16;

    private final RdbWalker walker = new RdbWalker(filter);
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private byte[] ready = {};
    private int given;

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
        failure = RedisFailures.of(e, uri);
      }
    }

    private void finish() throws IOException {
      if (!replication.isWhole(walker.afterEnd())) {
        throw incomplete("the server has not said that it was all");
      }
      // At once: from now on it would send us all changes, and keep those that we do not take.
      session.close();
      run.log().line("holdfast", summary());
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
              "the server of %s writes RDB %d: %s"
                  .formatted(uri.where(), filter.version(), e.why()),
              "This version of Holdfast reads what Redis up to 7.2 and Valkey up to 8 write.")
          : incomplete(e.why());
    }
  }
}
