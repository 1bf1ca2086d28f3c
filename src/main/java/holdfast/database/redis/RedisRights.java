package holdfast.database.redis;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the user that a session logged in as may do. A server tells only an administrator what a
 * user may; so each command is tried in a way in which it does nothing.
 */
final class RedisRights {
  /** No key has this name, and the pattern of no application. */
  private static final String NOBODYS_KEY = "\0holdfast rehearses\0";

  private static final String NOBODYS_OTHER_KEY = NOBODYS_KEY + "again";

  /** No key has this one either, but it is one of those that a user for backups may ask for. */
  private static final String OWN_KEY = "holdfast_rehearses";

  /** The rule for them. */
  private static final String OWN_KEYS = "%R~holdfast_*";

  /** The same where there are no rights to read only. */
  private static final String OWN_KEYS_OF_OLD = "~holdfast_*";

  /** No session has this id. Not 0: to Redis 6 that means all of them. */
  private static final String NOBODY = Long.toString(Long.MAX_VALUE);

  private static final String ALL_KEYS = "~*";

  /** Tried on a key whose name begins as others do, so that a user for some keys only is found. */
  private static final List<String[]> RESTORING =
      List.of(
          new String[] {"EXISTS", NOBODYS_KEY},
          new String[] {"SCAN", "0", "COUNT", "1"},
          new String[] {"SET", NOBODYS_KEY, "", "XX"},
          new String[] {"DEL", NOBODYS_KEY},
          new String[] {"UNLINK", NOBODYS_KEY},
          new String[] {"RENAME", NOBODYS_KEY, NOBODYS_OTHER_KEY},
          new String[] {"RESTORE", NOBODYS_KEY, "0", ""},
          new String[] {"EVAL", "return 1", "0"},
          new String[] {"CLIENT", "LIST", "ID", NOBODY},
          new String[] {"CLIENT", "KILL", "ID", NOBODY});

  private static final List<String[]> BACKING_UP =
      List.of(
          new String[] {"REPLCONF", "capa", "eof"},
          new String[] {"EXISTS", OWN_KEY},
          new String[] {"CLIENT", "LIST", "ID", NOBODY},
          new String[] {"CLIENT", "KILL", "ID", NOBODY});

  private final RedisSession session;
  private final RedisServer server;

  RedisRights(RedisSession session, RedisServer server) {
    this.session = session;
    this.server = server;
  }

  /** The rules of ACL SETUSER that the user lacks to be backed up with. */
  Set<String> missingForBackups() throws FailureException {
    Set<String> missing = missing(BACKING_UP);
    Reply answer = rehearseReplication();
    if (answer instanceof Reply.Refusal refusal) {
      add(missing, refusal, "PSYNC");
    }
    if (missing.remove(ALL_KEYS)) {
      missing.add(server.hasRightsToReadOnly() ? OWN_KEYS : OWN_KEYS_OF_OLD);
    }
    return missing;
  }

  /** The same for restores. */
  Set<String> missingForRestores() throws FailureException {
    return missing(RESTORING);
  }

  void requireForBackups() throws FailureException {
    require(missingForBackups(), "back up");
  }

  void requireForRestores() throws FailureException {
    require(missingForRestores(), "restore into");
  }

  private void require(Set<String> missing, String what) throws FailureException {
    if (!missing.isEmpty()) {
      RedisUri uri = session.uri();
      throw new FailureException(
          FailureCode.DATABASE_RIGHTS,
          "the user %s may not %s %s: it lacks %s"
              .formatted(uri.userName(), what, uri.where(), String.join(" ", missing)),
          "Run: " + statement(missing));
    }
  }

  String userName() {
    return session.uri().userName();
  }

  /** What gives the user these rules. */
  String statement(Set<String> rules) {
    return "ACL SETUSER %s %s".formatted(session.uri().userName(), String.join(" ", rules));
  }

  private Set<String> missing(List<String[]> commands) throws FailureException {
    Set<String> missing = new LinkedHashSet<>();
    for (String[] command : commands) {
      if (session.ask(command) instanceof Reply.Refusal refusal) {
        add(missing, refusal, command);
      }
    }
    return missing;
  }

  private void add(Set<String> missing, Reply.Refusal refusal, String... command)
      throws FailureException {
    if (refusal.code().equals("NOPERM")) {
      missing.add(RedisFailures.grant(refusal, command));
    } else if (refusal.words().startsWith("ERR unknown command")) {
      throw new FailureException(
          FailureCode.DATABASE_UNSUPPORTED,
          "the server %s does not have the command %s"
              .formatted(session.uri().server(), command[0]),
          "It is switched off, as in many hosted services; Holdfast cannot do without.");
    }
  }

  /**
   * A server begins no replication with somebody to whom it still owes an answer: so it is asked
   * for one in the same breath. Whether one may ask at all it looks at before.
   */
  private Reply rehearseReplication() throws FailureException {
    RedisConnection connection = session.connection();
    return session.exchange(
        RedisSession.PATIENCE,
        () -> {
          connection.writer().command("PING");
          connection.writer().command("PSYNC", "?", "-1");
          connection.flush();
          connection.readReply();
          return connection.readReply();
        });
  }
}
