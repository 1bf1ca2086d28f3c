package holdfast.database.redis;

import holdfast.database.Probe;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.FoundDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** A look at a database: what it is, and what would not work with it. */
final class RedisProbe {
  private RedisProbe() {}

  static Probe of(RedisUri uri) throws FailureException {
    try (RedisSession session = RedisSession.open(uri, "holdfast")) {
      RedisServer server = RedisServer.of(session);
      List<String> warnings = new ArrayList<>();
      warnOfBackups(session, server, warnings);
      warnOfRestores(session, server, warnings);
      return new Probe(
          server.version(), server.sizeOf(uri.database()), isEmpty(session, server), warnings);
    }
  }

  /** The databases that have keys; a server has all others, too, and they are empty. */
  static List<FoundDatabase> databases(RedisUri uri) throws FailureException {
    try (RedisSession session = RedisSession.open(uri, "holdfast")) {
      RedisServer server = RedisServer.of(session);
      return server.keys().keySet().stream()
          .map(
              number ->
                  new FoundDatabase(
                      Integer.toString(number), OptionalLong.of(server.sizeOf(number))))
          .toList();
    }
  }

  /** What restores keep beside the data does not count. */
  static boolean isEmpty(RedisSession session, RedisServer server) throws FailureException {
    if (server.keys().getOrDefault(session.uri().database(), 0L) == 0) {
      return true;
    }
    try {
      return !session.hasAny(key -> !RunKeys.ofSomeRun(key));
    } catch (FailureException e) {
      if (e.failure().code() != FailureCode.DATABASE_RIGHTS) {
        throw e;
      }
      return false; // A user for backups only may not look; some keys there are.
    }
  }

  private static void warnOfBackups(RedisSession session, RedisServer server, List<String> warnings)
      throws FailureException {
    if (server.hasLostItsMaster()) {
      warnings.add(
          "Backups will not work: the server is a replica without connection to its master. Mend"
              + " the replication.");
    }
    RedisRights rights = new RedisRights(session, server);
    warnOfRights(rights, "Backups", warnings, rights::missingForBackups);
  }

  private static void warnOfRestores(
      RedisSession session, RedisServer server, List<String> warnings) throws FailureException {
    if (server.isReplica()) {
      warnings.add(
          "Restores into this database will not work: the server is a replica. Name its master.");
      return;
    }
    RedisRights rights = new RedisRights(session, server);
    warnOfRights(rights, "Restores into this database", warnings, rights::missingForRestores);
  }

  private interface Look {
    Set<String> missing() throws FailureException;
  }

  private static void warnOfRights(
      RedisRights rights, String what, List<String> warnings, Look look) throws FailureException {
    try {
      Set<String> missing = look.missing();
      if (!missing.isEmpty()) {
        warnings.add(
            "%s will not work: the user %s lacks rights. Run: %s."
                .formatted(what, rights.userName(), rights.statement(missing)));
      }
    } catch (FailureException e) {
      if (e.failure().code() != FailureCode.DATABASE_UNSUPPORTED) {
        throw e;
      }
      warnings.add(
          "%s will not work: %s. %s".formatted(what, e.failure().message(), e.failure().hint()));
    }
  }
}
