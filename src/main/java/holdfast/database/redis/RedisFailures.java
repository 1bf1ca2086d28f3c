package holdfast.database.redis;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Turns a server's refusals into failures. Decides by the code that each begins with; where that is
 * only {@code ERR}, there is nothing but the words.
 */
final class RedisFailures {
  /** Commands of which each use has a right of its own. */
  private static final Set<String> CONTAINERS = Set.of("client");

  private RedisFailures() {}

  /** Nobody answers. */
  static FailureException of(IOException e, RedisUri uri) {
    return new FailureException(
        FailureCode.DATABASE_UNREACHABLE,
        "cannot reach the database %s: %s"
            .formatted(
                uri.where(), uri.redact(Objects.requireNonNullElse(e.getMessage(), "no message"))),
        "Check that the server runs, that host and port are right, that it is rediss:// exactly"
            + " where the server speaks TLS, and no firewall is in between.");
  }

  private static FailureException authentication(Reply.Refusal refusal, RedisUri uri) {
    return new FailureException(
        FailureCode.DATABASE_AUTHENTICATION,
        "cannot log in to the database %s: %s".formatted(uri.where(), words(refusal, uri)),
        "Check the user and the password; without a user, the password is that of the user default.");
  }

  /**
   * The answer to a command.
   *
   * @param command its words, of which no secret is one
   */
  static FailureException of(Reply.Refusal refusal, RedisUri uri, String... command) {
    return switch (refusal.code()) {
      case "NOAUTH", "WRONGPASS", "DENIED" -> authentication(refusal, uri);
      case "NOPERM" -> rights(refusal, uri, grant(refusal, command));
      case "LOADING", "BUSY", "MASTERDOWN", "TRYAGAIN" ->
          refused(
              FailureCode.DATABASE_UNREACHABLE, refusal, uri, "Wait until it is done; try again.");
      case "READONLY" ->
          refused(
              FailureCode.RESTORE_REQUIREMENTS,
              refusal,
              uri,
              "A replica cannot be restored into: name its master in the connection uri.");
      case "OOM" ->
          refused(
              FailureCode.RESTORE_FAILED,
              refusal,
              uri,
              "The target needs room for what it has and the backup at once: raise maxmemory.");
      default -> command[0].equals("AUTH") ? authentication(refusal, uri) : other(refusal, uri);
    };
  }

  private static FailureException other(Reply.Refusal refusal, RedisUri uri) {
    String words = refusal.words().toLowerCase(Locale.ROOT);
    if (words.contains("db index")) {
      return new FailureException(
          FailureCode.DATABASE_MISSING,
          "there is no database %s: %s".formatted(uri.where(), words(refusal, uri)),
          "Check the number at the end of the connection uri; the server's setting databases says"
              + " how many there are.");
    }
    if (words.contains("max number of clients")) {
      return refused(
          FailureCode.DATABASE_UNREACHABLE, refusal, uri, "Try again when it has fewer clients.");
    }
    if (words.contains("unknown command") || words.contains("unknown subcommand")) {
      return refused(
          FailureCode.DATABASE_UNSUPPORTED,
          refusal,
          uri,
          "The command is switched off, as in many hosted services, or the server is too old.");
    }
    return refused(
        FailureCode.DATABASE_UNREACHABLE, refusal, uri, "See what it said, mend it and try again.");
  }

  private static FailureException refused(
      FailureCode code, Reply.Refusal refusal, RedisUri uri, String hint) {
    return new FailureException(
        code, "the server of %s refused: %s".formatted(uri.where(), words(refusal, uri)), hint);
  }

  /** A restore that has failed and changed nothing. */
  static FailureException restoreFailed(RedisUri uri, String why) {
    return new FailureException(
        FailureCode.RESTORE_FAILED,
        "cannot restore into %s: %s".formatted(uri.where(), uri.redact(why)),
        "The database is what it was; see what the server said, mend it and try again.");
  }

  /** What the user may not do, and the statement that lets it. */
  static FailureException rights(Reply.Refusal refusal, RedisUri uri, String grant) {
    return new FailureException(
        FailureCode.DATABASE_RIGHTS,
        "the user %s may not do this in %s: %s"
            .formatted(uri.userName(), uri.where(), words(refusal, uri)),
        "Run: ACL SETUSER %s %s".formatted(uri.userName(), grant));
  }

  /** The rule that is missing. */
  static String grant(Reply.Refusal refusal, String... command) {
    if (!refusal.words().contains("to run the")) {
      return "~*";
    }
    String name = command[0].toLowerCase(Locale.ROOT);
    return CONTAINERS.contains(name) && command.length > 1
        ? "+%s|%s".formatted(name, command[1].toLowerCase(Locale.ROOT))
        : "+" + name;
  }

  private static String words(Reply.Refusal refusal, RedisUri uri) {
    return uri.redact(refusal.words().lines().findFirst().orElse(""));
  }
}
