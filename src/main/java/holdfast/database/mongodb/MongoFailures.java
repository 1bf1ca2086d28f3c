package holdfast.database.mongodb;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.util.Objects;

/** Turns what the driver throws into failures. Decides by type and code, never by the text. */
final class MongoFailures {
  static final int DUPLICATE_KEY = 11000;
  static final int UNAUTHORIZED = 13;
  static final int NAMESPACE_NOT_FOUND = 26;
  static final int NAMESPACE_EXISTS = 48;
  static final int COLLECTION_UUID_MISMATCH = 361;
  static final int INVALID_INDEX_OPTION = 197;
  private static final int AUTHENTICATION_FAILED = 18;
  private static final int SNAPSHOT_TOO_OLD = 239;
  private static final int SNAPSHOT_UNAVAILABLE = 246;
  private static final int LONGEST_WORDS = 500;

  private MongoFailures() {}

  /**
   * The failure that an exception means.
   *
   * @param otherwise the code where the exception says nothing that we have a code for
   */
  static FailureException of(RuntimeException e, MongoUri uri, FailureCode otherwise) {
    FailureCode code = code(e, otherwise);
    // Without the cause: what a library writes into its messages is not ours to promise.
    return new FailureException(code, said(code, uri) + ": " + words(e, uri), hint(code, e));
  }

  /** The same, but a server that went away in the midst is a failed run too. */
  static FailureException inRun(RuntimeException e, MongoUri uri, FailureCode failed) {
    FailureCode code = code(e, failed);
    return code == FailureCode.DATABASE_RIGHTS
        ? of(e, uri, failed)
        : new FailureException(
            failed,
            "%s while working on %s".formatted(words(e, uri), uri.where()),
            hint(failed, e));
  }

  /** What went wrong, in the server's or the driver's words, in one line. */
  static String words(RuntimeException e, MongoUri uri) {
    String message =
        e instanceof MongoCommandException refused
            ? refused.getErrorMessage() + " (" + refused.getErrorCodeName() + ")"
            : Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    String line = uri.redact(message.lines().findFirst().orElse(""));
    return line.length() <= LONGEST_WORDS ? line : line.substring(0, LONGEST_WORDS) + "...";
  }

  private static FailureCode code(RuntimeException e, FailureCode otherwise) {
    return switch (e) {
      case MongoSecurityException security -> securityCode(security);
      case MongoSocketException unreachable -> FailureCode.DATABASE_UNREACHABLE;
      case MongoTimeoutException unreachable -> FailureCode.DATABASE_UNREACHABLE;
      case MongoNotPrimaryException unreachable -> FailureCode.DATABASE_UNREACHABLE;
      case MongoNodeIsRecoveringException unreachable -> FailureCode.DATABASE_UNREACHABLE;
      case MongoInterruptedException interrupted -> FailureCode.ABORTED;
      case MongoException said when numberOf(said) == UNAUTHORIZED -> FailureCode.DATABASE_RIGHTS;
      case MongoException said when numberOf(said) == AUTHENTICATION_FAILED ->
          FailureCode.DATABASE_AUTHENTICATION;
      default -> otherwise;
    };
  }

  /** Logging in fails as well where the connection breaks in the midst of it. */
  private static FailureCode securityCode(MongoSecurityException e) {
    return e.getCause() instanceof MongoSocketException
        ? FailureCode.DATABASE_UNREACHABLE
        : FailureCode.DATABASE_AUTHENTICATION;
  }

  /** The server's number for an error. */
  static int numberOf(MongoException e) {
    return e instanceof MongoBulkWriteException bulk && !bulk.getWriteErrors().isEmpty()
        ? bulk.getWriteErrors().getFirst().getCode()
        : e.getCode();
  }

  private static String said(FailureCode code, MongoUri uri) {
    return switch (code) {
      case DATABASE_UNREACHABLE -> "cannot reach the database " + uri.where();
      case DATABASE_AUTHENTICATION -> "cannot log in to the database " + uri.where();
      case DATABASE_RIGHTS -> uri.who() + " may not do this in " + uri.where();
      default -> "the database " + uri.where() + " refused";
    };
  }

  private static String hint(FailureCode code, RuntimeException e) {
    if (e instanceof MongoException said && said.getCode() == SNAPSHOT_UNAVAILABLE) {
      return "A collection was made, renamed or got an index at the moment that the dump shows, or"
          + " the server no longer has that moment: try again.";
    }
    if (e instanceof MongoException said && said.getCode() == SNAPSHOT_TOO_OLD) {
      return "The server no longer has the state at which the dump began: raise its parameter"
          + " minSnapshotHistoryWindowInSeconds above the time that a dump takes, and try again.";
    }
    return switch (code) {
      case DATABASE_UNREACHABLE ->
          "Check that the server runs, that hosts, ports, replicaSet and tls are right, and no"
              + " firewall is in between.";
      case DATABASE_AUTHENTICATION ->
          "Check the user, the password and authSource, the database in which the user was made.";
      case DATABASE_RIGHTS ->
          "Grant the user the role read on the database for backups, and readWrite and dbAdmin for"
              + " restores into it.";
      default -> "See what the server said, mend it there and try again.";
    };
  }
}
