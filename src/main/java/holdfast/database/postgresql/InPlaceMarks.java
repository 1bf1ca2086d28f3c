package holdfast.database.postgresql;

import holdfast.database.Attempts;
import holdfast.model.RunTag;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The schemas by which a restore in place says in the target itself how far it is: they are what a
 * fresh and a replaced database are for one that swaps. A backup leaves them out.
 */
record InPlaceMarks(RunTag tag) {
  /**
   * The schemas of any run as pg_dump's patterns say it, in which a question mark is any letter.
   */
  static final String PATTERN = "holdfast_[0-9a-f]{8}_[0-9a-f]{24}_[0-9]+(|_allowed|_done)";

  private static final String ALLOWED = "_allowed";
  private static final String DONE = "_done";

  private static final String PREFIXED =
      "SELECT nspname FROM pg_namespace WHERE starts_with(nspname::text, ?) ORDER BY 1";

  /** There while the restore may still take effect; who drops it has fenced the restore. */
  String ready() {
    return tag.sessionName();
  }

  /** There since all bytes are proven; without it the transaction does not commit. */
  String allowed() {
    return tag.sessionName() + ALLOWED;
  }

  /** Made by the transaction that replaces what is in the target: there when it has happened. */
  String done() {
    return tag.sessionName() + DONE;
  }

  /**
   * Makes the schema that says it.
   *
   * @param functions statements that make what the restore is to call
   */
  void makeReady(PgSession inTarget, List<String> functions) throws SQLException {
    inTarget.execute("BEGIN");
    inTarget.execute("CREATE SCHEMA " + Sql.name(ready()));
    for (String function : functions) {
      inTarget.execute(function);
    }
    inTarget.execute("COMMIT");
  }

  /** Whether nobody has fenced the restore yet; whoever does it later stops it all the same. */
  boolean areReady(PgSession inTarget) throws SQLException {
    return inTarget.truth("SELECT to_regnamespace(?) IS NOT NULL", ready());
  }

  void allow(PgSession inTarget) throws SQLException {
    inTarget.execute("CREATE SCHEMA " + Sql.name(allowed()));
  }

  /** Whether this attempt or an earlier one has replaced what is in the target. */
  boolean areOfSuccess(PgSession inTarget) throws SQLException {
    return all(inTarget).stream().anyMatch(name -> name.endsWith(DONE));
  }

  /** Sees to it that a restore that has not taken effect never will. */
  void withdraw(PgSession inTarget) throws SQLException {
    for (String name : all(inTarget)) {
      if (!name.endsWith(DONE)) {
        drop(inTarget, name);
      }
    }
  }

  void remove(PgSession inTarget) throws SQLException {
    for (String name : all(inTarget)) {
      drop(inTarget, name);
    }
  }

  private static void drop(PgSession inTarget, String name) throws SQLException {
    inTarget.execute("DROP SCHEMA IF EXISTS " + Sql.name(name) + " CASCADE");
  }

  private List<String> all(PgSession inTarget) throws SQLException {
    String prefix = tag.sessionNamePrefix();
    List<String> names = new ArrayList<>(inTarget.texts(PREFIXED, prefix));
    names.removeIf(name -> !Attempts.upTo(tag, base(name)));
    return names;
  }

  private static String base(String name) {
    for (String suffix : List.of(ALLOWED, DONE)) {
      if (name.endsWith(suffix)) {
        return name.substring(0, name.length() - suffix.length());
      }
    }
    return name;
  }
}
