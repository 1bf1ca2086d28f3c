package holdfast.engine;

import holdfast.database.Dump;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.RunTag;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a backup, before it is read.
 *
 * @param database in a backup of all databases of a server; null in one of one
 * @param folder of its objects within the attempt's, with a slash at its end; empty for the
 *     attempt's own
 * @param expectedBytes as far as it is known before anything is read; 0 where it is not
 * @param presence asks the server whether it still has it
 */
record DumpPart(
    @Nullable String database,
    String folder,
    long expectedBytes,
    Opener opener,
    Presence presence) {
  private static final int MAX_LETTERS = 40;

  /** Connects, and begins the dump; the caller closes it. */
  interface Opener {
    Dump open(RunTag tag, RunJournal journal) throws FailureException;
  }

  /** Whether the database is still there; may fail. */
  interface Presence {
    boolean isThere() throws FailureException;
  }

  /** All that there is of a backup of one database. */
  static DumpPart only(long expectedBytes, Opener opener) {
    return new DumpPart(null, "", expectedBytes, opener, () -> true);
  }

  /**
   * One of the databases of a server. Its folder begins with its number, since a database's name
   * may have characters that a key or a file system cannot take.
   */
  static DumpPart of(
      String database, int number, long expectedBytes, Opener opener, Presence presence) {
    String letters = database.replaceAll("[^A-Za-z0-9_-]", "_");
    String name = letters.substring(0, Math.min(letters.length(), MAX_LETTERS));
    return new DumpPart(
        database, "%04d-%s/".formatted(number, name), expectedBytes, opener, presence);
  }

  /**
   * What went wrong while this part, which is not gone, was read and stored, said of which database
   * it is.
   *
   * @param advice of the source, where it is the database's own fault
   */
  IOException named(IOException e, String advice) {
    if (database == null) {
      return e;
    }
    Failure failure = Failures.of(e, FailureCode.DUMP_FAILED);
    if (failure.code() == FailureCode.DATABASE_MISSING) {
      return replaced(failure.message());
    }
    return new FailureException(
        new Failure(
            failure.code(),
            "while the database \"%s\" was stored: %s".formatted(database, failure.message()),
            failure.hint() + (isOfDatabase(failure.code()) ? advice : "")),
        e);
  }

  /** That another database has come in its place while it was read, which makes no answer final. */
  FailureException replaced(String how) {
    return new FailureException(
        FailureCode.DUMP_FAILED,
        "the database \"%s\" was replaced or renamed while it was read: %s"
            .formatted(database, how),
        "Take the backup again when no restore is putting the database in place.");
  }

  /** Not of a destination, nor of who has stopped the run. */
  private static boolean isOfDatabase(FailureCode code) {
    return switch (code) {
      case DATABASE_UNREACHABLE,
          DATABASE_AUTHENTICATION,
          DATABASE_MISSING,
          DATABASE_RIGHTS,
          DATABASE_UNSUPPORTED,
          CONNECTION_INVALID,
          DUMP_FAILED,
          DUMP_INCOMPLETE ->
          true;
      default -> false;
    };
  }

  /**
   * Whether it is certain that this is no part of the backup any more: who drops a database of a
   * server while others are read makes no failure.
   */
  boolean isGone() {
    try {
      return !presence.isThere();
    } catch (FailureException unknown) {
      return false;
    }
  }

  Dump open(RunTag tag, RunJournal journal) throws FailureException {
    return opener.open(tag, journal);
  }
}
