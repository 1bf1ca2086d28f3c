package holdfast.database.postgresql;

import holdfast.database.Attempts;
import holdfast.database.RunContext;
import holdfast.model.RunTag;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * Roles that a restore makes, because its backup names them and the server has them not. Until the
 * restore has taken effect each has a comment that says which run's it is; the transaction that
 * puts the restore in place takes the comments away. So a role with such a comment belongs to a
 * restore that never took effect, whatever died on the way, and whoever settles it drops it.
 */
final class MadeRoles {
  private static final String MARKED =
      """
      SELECT r.oid, d.description FROM pg_roles r
        JOIN pg_shdescription d ON d.objoid = r.oid AND d.classoid = 'pg_authid'::regclass
      WHERE starts_with(d.description, ?) ORDER BY 1
      """;

  private static final String STILL_NEEDED = "2BP01";

  private record Marked(long role, String mark) {}

  private MadeRoles() {}

  /**
   * Makes roles that cannot log in and may nothing.
   *
   * @param inTarget and nowhere else, for a server keeps a name in the bytes of the database in
   *     which it was said, and finds it by no others
   * @param needs of the archive: of roles that it gives something to, the restoring one must be a
   *     member
   */
  static void make(PgSession inTarget, RunContext run, Set<String> roles, ArchiveNeeds needs)
      throws SQLException {
    boolean isSuperuser = new PgRights(inTarget).isSuperuser();
    inTarget.execute("BEGIN");
    for (String role : roles) {
      inTarget.execute("CREATE ROLE " + Sql.name(role) + " NOLOGIN");
      inTarget.execute(comment(role, Sql.text(run.tag().sessionName())));
      if (needs.needsMembership(role) && !isSuperuser) {
        inTarget.execute(
            "GRANT " + Sql.name(role) + " TO CURRENT_USER" + Membership.whole(inTarget));
      }
    }
    inTarget.execute("COMMIT");
    for (String role : roles) {
      run.log()
          .line(
              "holdfast",
              "made the role " + role + ", which the backup names: it has no rights, no login");
    }
  }

  /** Makes them roles like any other: in the transaction that puts the restore in place. */
  static void keep(PgSession session, RunTag tag) throws SQLException {
    List<Long> made = of(session, tag);
    if (hasPlpgsql(session, made)) {
      for (long role : made) {
        session.execute("DO $$ BEGIN %s END $$".formatted(keeping(role)));
      }
    } else {
      for (String role : names(session, made)) {
        session.execute(unmarking(role));
      }
    }
  }

  /**
   * Drops those of a restore that never took effect, when its database is gone. One that somebody
   * has given something to meanwhile stays.
   */
  static void drop(PgSession session, RunTag tag) throws SQLException {
    List<Long> made = of(session, tag);
    if (!hasPlpgsql(session, made)) {
      dropByName(session, names(session, made));
      return;
    }
    for (long role : made) {
      session.execute(
          """
          DO $$ BEGIN
            EXECUTE 'DROP ROLE ' || %d::regrole;
          EXCEPTION WHEN dependent_objects_still_exist THEN
            %s
          END $$
          """
              .formatted(role, keeping(role)));
    }
  }

  /** An administrator may have taken it from all others, or dropped it. */
  private static boolean hasPlpgsql(PgSession session, List<Long> made) throws SQLException {
    return made.isEmpty()
        || session.truth(
            "SELECT EXISTS (SELECT FROM pg_language WHERE lanname = 'plpgsql' AND has_language_privilege(oid, 'USAGE'))");
  }

  private static List<String> names(PgSession session, List<Long> made) throws SQLException {
    return session.texts(
        "SELECT rolname FROM pg_roles WHERE oid = ANY (?)", (Object) made.toArray(Long[]::new));
  }

  private static void dropByName(PgSession session, List<String> roles) throws SQLException {
    for (String role : roles) {
      try {
        session.execute("DROP ROLE " + Sql.name(role));
      } catch (SQLException e) {
        if (!STILL_NEEDED.equals(e.getSQLState())) {
          throw e;
        }
        session.execute(unmarking(role));
      }
    }
  }

  /** The server itself fills in the name, whose bytes may be no text in the session's database. */
  private static String keeping(long role) {
    return "EXECUTE 'COMMENT ON ROLE ' || %d::regrole || ' IS NULL';".formatted(role);
  }

  private static List<Long> of(PgSession session, RunTag tag) throws SQLException {
    String prefix = tag.sessionNamePrefix();
    return session
        .rows(row -> new Marked(row.getLong(1), row.getString(2)), MARKED, prefix)
        .stream()
        .filter(role -> Attempts.upTo(tag, role.mark()))
        .map(Marked::role)
        .toList();
  }

  /** What makes one a role like any other. */
  static String unmarking(String role) {
    return comment(role, "NULL");
  }

  private static String comment(String role, String text) {
    return "COMMENT ON ROLE " + Sql.name(role) + " IS " + text;
  }
}
