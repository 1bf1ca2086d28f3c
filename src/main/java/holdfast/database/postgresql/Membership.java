package holdfast.database.postgresql;

import java.sql.SQLException;

/**
 * Being a member of a role: from version 16 on there are several kinds, which may be not enough.
 */
final class Membership {
  /** What {@code pg_has_role} is asked: whether the login may give something to the role. */
  static final String TO_GIVE =
      "CASE WHEN current_setting('server_version_num')::integer < 160000 THEN 'MEMBER' ELSE 'SET' END";

  /** The same: whether it may set and clear what others get of all that the role makes. */
  static final String TO_SET_DEFAULTS =
      "CASE WHEN current_setting('server_version_num')::integer < 160000 THEN 'MEMBER' ELSE 'USAGE' END";

  private static final int MAJOR_WITH_KINDS = 16;

  private Membership() {}

  /** The end of a {@code GRANT}: who makes a role may administer it and is no member of it yet. */
  static String whole(PgSession session) throws SQLException {
    return session.number("SHOW server_version_num") / 10_000 < MAJOR_WITH_KINDS
        ? ""
        : " WITH INHERIT TRUE, SET TRUE";
  }
}
