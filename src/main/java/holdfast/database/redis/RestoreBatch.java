package holdfast.database.redis;

import holdfast.database.Crc64;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;

/**
 * Says RESTORE for many keys before it waits for the answers. Looks with each batch whether the
 * restore is still wanted, and whether the server has room. For one thread.
 */
final class RestoreBatch {
  private static final int MAX_KEYS = 512;
  private static final int MAX_BYTES = 1 << 20;

  /** What a server has free before a batch where it would make room by throwing keys out. */
  private static final int RESERVE_BYTES = 4 * MAX_BYTES;

  /** A network that is slower than this is taken for broken. */
  private static final long SLOWEST_BYTES_PER_SECOND = 1 << 20;

  /** What a key's name grows by while it is one of a run, as the server's memory has it. */
  private static final int LONGER_NAME_BYTES = 80;

  private static final int TYPE_BYTES = 1;
  private static final int VERSION_BYTES = 2;

  private final RedisSession session;
  private final RunKeys keys;
  private final RedisServer server;
  private final ByteArrayOutputStream commands = new ByteArrayOutputStream(MAX_BYTES);
  private int pending;
  private RdbHeader format = RdbHeader.NONE;

  /**
   * @param server as it was when the restore was opened
   */
  RestoreBatch(RedisSession session, RunKeys keys, RedisServer server) {
    this.session = session;
    this.keys = keys;
    this.server = server;
  }

  /** Of the format that the values are in. */
  void format(RdbHeader header) {
    format = header;
  }

  /** Sends a key under its name of this run, now or with others. */
  void add(RdbKey key, ValueSpool value) throws FailureException {
    try {
      if (value.isLarge()) {
        sendAlone(key, value);
        return;
      }
      write(new RespWriter(commands), key, value);
      pending++;
      if (pending >= MAX_KEYS || commands.size() >= MAX_BYTES) {
        drain();
      }
    } catch (FailureException e) {
      throw e;
    } catch (IOException e) {
      throw RedisFailures.of(e, session.uri());
    }
  }

  private void sendAlone(RdbKey key, ValueSpool value) throws FailureException {
    drain();
    requireRoom(value.size());
    Duration patience = RedisSession.PATIENCE.plusSeconds(value.size() / SLOWEST_BYTES_PER_SECOND);
    RedisConnection connection = session.connection();
    try {
      Reply reply =
          connection.within(
              patience,
              () -> {
                write(connection.writer(), key, value);
                connection.flush();
                return connection.readReply();
              });
      if (reply instanceof Reply.Refusal refusal && refusal.words().contains("Protocol error")) {
        throw tooLarge(key, value);
      }
      requireRestored(reply);
    } catch (FailureException e) {
      throw e;
    } catch (IOException e) {
      throw tooLarge(key, value);
    }
  }

  /** What a server says of it gets lost as a rule: it closes while the value still comes. */
  private FailureException tooLarge(RdbKey key, ValueSpool value) {
    return new FailureException(
        FailureCode.RESTORE_FAILED,
        "the server of %s closed the connection at the key %s, whose value has %d bytes"
            .formatted(session.uri().where(), OneDatabase.shown(key.name()), value.size()),
        "Check its settings proto-max-bulk-len and client-query-buffer-limit: a value may not be"
            + " larger. The database is what it was.");
  }

  private void write(RespWriter out, RdbKey key, ValueSpool value) throws IOException {
    Crc64 crc = Crc64.ofJones();
    byte[] type = {(byte) key.type()};
    byte[] end = LittleEndian.bytes(format.version(), VERSION_BYTES);
    boolean hasIdle = key.idleSeconds().isPresent();
    boolean hasFrequency = key.frequency().isPresent();
    out.begin(6 + (hasIdle ? 2 : 0) + (hasFrequency ? 2 : 0));
    out.word("RESTORE");
    out.word(keys.fresh(key.name()));
    out.word(Long.toString(key.expiresAt().orElse(0L)));
    out.beginWord(TYPE_BYTES + value.size() + VERSION_BYTES + Long.BYTES);
    HashingOutput payload = new HashingOutput(out.out(), crc);
    payload.write(type);
    value.writeTo(payload);
    payload.write(end);
    out.out().write(LittleEndian.bytes(crc.getValue(), Long.BYTES));
    out.endWord();
    out.word("REPLACE");
    out.word("ABSTTL");
    if (hasIdle) {
      out.word("IDLETIME");
      out.word(Long.toString(key.idleSeconds().get()));
    }
    if (hasFrequency) {
      out.word("FREQ");
      out.word(Integer.toString(key.frequency().get()));
    }
  }

  /** Sends what waits, and waits for all answers. */
  void drain() throws FailureException {
    requireRoom(commands.size());
    session.exchange(RedisSession.PATIENCE, this::exchange);
    commands.reset();
    pending = 0;
  }

  private boolean exchange() throws IOException {
    RedisConnection connection = session.connection();
    // First: should somebody have emptied the database, what now comes is still found by it.
    connection.writer().command("SET", keys.begun(), "1");
    commands.writeTo(connection.writer().out());
    connection.writer().command("EXISTS", keys.ready());
    connection.flush();
    requireRestored(connection.readReply());
    for (int i = 0; i < pending; i++) {
      requireRestored(connection.readReply());
    }
    requireWanted(connection.readReply());
    return true;
  }

  private void requireRestored(Reply reply) throws FailureException {
    if (!(reply instanceof Reply.Refusal refusal)) {
      return;
    }
    if (refusal.words().contains("DUMP payload version")) {
      throw new FailureException(
          FailureCode.RESTORE_REQUIREMENTS,
          "the target %s is %s and cannot read %s, which the backup is"
              .formatted(session.uri().where(), server.title(), format.title()),
          "Restore into a server that is at least as new as the one that was backed up, and of the"
              + " same kind: what Redis writes since 7.4 only Redis reads, and what Valkey writes"
              + " since 9 only Valkey.");
    }
    FailureException failure = RedisFailures.of(refusal, session.uri(), "RESTORE");
    throw failure.failure().code() == FailureCode.DATABASE_UNREACHABLE
        ? RedisFailures.restoreFailed(session.uri(), "the server refused: " + refusal.words())
        : failure;
  }

  private void requireWanted(Reply reply) throws FailureException {
    if (!(reply instanceof Reply.Count count && count.value() == 1)) {
      throw RedisFailures.restoreFailed(
          session.uri(),
          "what was brought so far is gone: it was given up elsewhere, or the database emptied");
    }
  }

  /**
   * Looks whether the replaced keys have room under their longer names.
   *
   * @param restored how many keys were brought
   */
  void requireRoomForReplaced(long restored) throws FailureException {
    if (server.evicts()) {
      long all = RedisServer.of(session).keys().getOrDefault(session.uri().database(), 0L);
      requireRoom(LONGER_NAME_BYTES * Math.max(0, all - restored));
    }
  }

  /** A server that may throw keys out would throw out those that the target still serves. */
  private void requireRoom(long bytes) throws FailureException {
    if (!server.evicts()) {
      return;
    }
    RedisServer now = RedisServer.of(session);
    if (!now.evictedKeys().equals(server.evictedKeys())
        || now.usedMemory() + bytes + RESERVE_BYTES > now.maxMemory()) {
      throw new FailureException(
          FailureCode.RESTORE_REQUIREMENTS,
          "the server of %s has no room for what it has and the backup at once, and would throw keys out"
              .formatted(session.uri().where()),
          "Raise maxmemory, or empty the target before. The database is what it was.");
    }
  }
}
