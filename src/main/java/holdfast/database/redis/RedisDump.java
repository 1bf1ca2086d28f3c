package holdfast.database.redis;

import holdfast.database.Dump;
import holdfast.database.DumpFacts;
import holdfast.database.RunContext;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

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
  private final DatabaseStream stream;
  private final ReentrantLock closing = new ReentrantLock();
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
    this.stream = new DatabaseStream(replication, filter, session, run.log());
  }

  /** Looks whether a dump can be had, then asks for it. */
  static RedisDump open(RunContext run) throws FailureException {
    RedisUri uri = RedisUri.of(run.connection());
    RedisSession session = RedisSession.open(uri, run.tag().sessionName());
    try {
      RedisServer server = RedisServer.of(session);
      refuseWithoutMaster(server, uri);
      new RedisRights(session, server).requireForBackups();
      run.log()
          .line(
              "holdfast", "taking a snapshot of %s from %s".formatted(uri.where(), server.title()));
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
    stream.requireWhole();
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
}
