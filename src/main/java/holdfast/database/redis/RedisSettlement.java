package holdfast.database.redis;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.RunTag;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Ends and removes what a dead run left at a server. */
record RedisSettlement(RedisUri uri, RunTag tag) {

  /** What to do when no session of the dead run is left. */
  private interface Work<T> {
    T in(RedisSession session) throws FailureException;
  }

  /** The script that puts a restore in place finds the key gone by which it may. */
  void fence() throws FailureException {
    withoutSessions(
        session -> {
          if (session.existing(all(RunKeys::begun)) > 0) {
            delete(session, all(RunKeys::ready));
            removeFresh(session);
          }
          return true;
        });
  }

  private void removeFresh(RedisSession session) throws FailureException {
    remove(session, key -> RunKeys.isFresh(key));
    for (RunKeys keys : withoutEffect(session)) {
      putBack(session, keys);
      delete(session, List.of(keys.begun()));
    }
  }

  /** The attempts that have not said that they took effect. */
  private List<RunKeys> withoutEffect(RedisSession session) throws FailureException {
    List<RunKeys> without = new ArrayList<>();
    for (int attempt = 1; attempt <= tag.attempt(); attempt++) {
      RunKeys keys = new RunKeys(new RunTag(tag.instanceId(), tag.runId(), attempt));
      if (session.existing(List.of(keys.done())) == 0) {
        without.add(keys);
      }
    }
    return without;
  }

  /**
   * Gives people's keys their names again. There are such only where a server has ended the script
   * in its middle, which none should: but then they are all that is left of the target.
   */
  private static void putBack(RedisSession session, RunKeys keys) throws FailureException {
    session.scan(
        keys.replaced() + "*",
        page -> {
          for (byte[] key : page) {
            List<byte[]> words = List.of(RespWriter.bytes("RENAME"), key, keys.original(key));
            if (session.ask(words) instanceof Reply.Refusal refusal
                && !refusal.words().contains("no such key")) {
              throw RedisFailures.of(refusal, session.uri(), "RENAME");
            }
          }
        });
  }

  boolean tookEffect() throws FailureException {
    return withoutSessions(session -> session.existing(all(RunKeys::done)) > 0);
  }

  /** A run that has left nothing costs no look at all keys: dumps never leave any. */
  void settle() throws FailureException {
    try {
      removeAll();
    } catch (FailureException e) {
      if (e.failure().code() != FailureCode.DATABASE_MISSING) {
        throw e;
      }
      // A number that the server does not go up to: no run has left anything there.
    }
  }

  private void removeAll() throws FailureException {
    List<String> marks = new ArrayList<>(all(RunKeys::ready));
    marks.addAll(all(RunKeys::done));
    // Last: who dies in between finds them, and goes on.
    marks.addAll(all(RunKeys::begun));
    withoutSessions(
        session -> {
          if (session.existing(marks) > 0) {
            for (RunKeys keys : withoutEffect(session)) {
              putBack(session, keys);
            }
            remove(session, key -> !RunKeys.isMark(key));
            delete(session, marks);
          }
          return true;
        });
  }

  private <T> T withoutSessions(Work<T> work) throws FailureException {
    try (RedisSession session = RedisSession.open(uri, "holdfast")) {
      // First of all: a session of the dead run may still be at work.
      RedisSessions.end(session, tag);
      return work.in(session);
    }
  }

  private List<String> all(java.util.function.Function<RunKeys, String> which) {
    return new RunKeys(tag).ofAllAttempts(which);
  }

  /** Page by page, so that the server is never held up for long. */
  private void remove(RedisSession session, Predicate<byte[]> which) throws FailureException {
    RunKeys own = new RunKeys(tag);
    session.scan(
        own.pattern(),
        page -> {
          List<byte[]> words = new ArrayList<>(List.of(RespWriter.bytes("UNLINK")));
          page.stream().filter(own::own).filter(which).forEach(words::add);
          if (words.size() > 1) {
            session.call(words);
          }
        });
  }

  private static void delete(RedisSession session, List<String> keys) throws FailureException {
    List<String> words = new ArrayList<>(List.of("DEL"));
    words.addAll(keys);
    session.call(words.toArray(String[]::new));
  }
}
