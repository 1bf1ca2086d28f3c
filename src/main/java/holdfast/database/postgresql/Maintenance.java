package holdfast.database.postgresql;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sessions beside the database that is worked on: one cannot rename the database that one is in.
 */
final class Maintenance {
  private static final List<String> DATABASES = List.of("postgres", "template1");

  private Maintenance() {}

  /** Whether there is another database that lets the role in. */
  static boolean isOpenTo(PgUri uri) throws FailureException {
    try {
      open(uri, "holdfast").close();
      return true;
    } catch (FailureException e) {
      if (e.failure().code() == FailureCode.DATABASE_RIGHTS) {
        return false;
      }
      throw e;
    }
  }

  /** Logs in to another database of the same server. */
  static PgSession open(PgUri uri, String name) throws FailureException {
    @Nullable FailureException last = null;
    for (String database : DATABASES) {
      if (database.equals(uri.database())) {
        continue;
      }
      try {
        return PgSession.openForLong(uri.withDatabase(database), name);
      } catch (FailureException e) {
        if (e.failure().code() == FailureCode.DATABASE_UNREACHABLE) {
          throw e;
        }
        last = e;
      }
    }
    throw new FailureException(
        FailureCode.DATABASE_RIGHTS,
        "the role %s cannot log in to a second database beside %s: %s"
            .formatted(uri.user(), uri.where(), last == null ? "" : last.failure().message()),
        "A restore renames databases, for which it must be in another one: let the role connect to"
            + " the database postgres.");
  }
}
