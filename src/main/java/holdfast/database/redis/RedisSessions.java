package holdfast.database.redis;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.RunTag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The sessions that runs have at a server, known by their names. */
final class RedisSessions {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private RedisSessions() {}

  /**
   * Ends the sessions of the tag's run, its own attempt's and earlier ones'. What they have said
   * and the server has not begun with is not done any more.
   *
   * @throws FailureException also when not all could be ended
   */
  static void end(RedisSession session, RunTag tag) throws FailureException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<String> ids = ids(session, tag);
    while (!ids.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw unending(session.uri());
      }
      for (String id : ids) {
        kill(session, id);
      }
      pause(session.uri());
      ids = ids(session, tag);
    }
  }

  private static void kill(RedisSession session, String id) throws FailureException {
    String[] command = {"CLIENT", "KILL", "ID", id};
    if (session.ask(command) instanceof Reply.Refusal refusal
        && !refusal.words().contains("No such client")) {
      throw RedisFailures.of(refusal, session.uri(), command);
    }
  }

  private static List<String> ids(RedisSession session, RunTag tag) throws FailureException {
    RunKeys own = new RunKeys(tag);
    List<String> ids = new ArrayList<>();
    for (String client : session.call("CLIENT", "LIST").asText().lines().toList()) {
      if (own.ownSession(field(client, "name"))) {
        ids.add(field(client, "id"));
      }
    }
    return ids;
  }

  private static String field(String client, String name) {
    for (String field : client.split(" ", -1)) {
      if (field.startsWith(name + "=")) {
        return field.substring(name.length() + 1);
      }
    }
    return "";
  }

  private static void pause(RedisUri uri) throws FailureException {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unending(uri);
    }
  }

  private static FailureException unending(RedisUri uri) {
    return new FailureException(
        FailureCode.DATABASE_UNREACHABLE,
        "a session of an earlier attempt at %s does not end".formatted(uri.server()),
        "It is tried again; look at the server's CLIENT LIST.");
  }
}
