package holdfast.database.postgresql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What pg_dump leaves out without an error: where its login is no superuser, or on a standby. */
final class Withheld {
  /** Those whose options the server does not show to this role: the rule of the view itself. */
  private static final String USER_MAPPINGS =
      """
      SELECT m.srvname || '/' || m.usename
      FROM pg_user_mappings m JOIN pg_foreign_server s ON s.oid = m.srvid
      WHERE NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
        AND NOT CASE WHEN m.umuser = 0 THEN pg_has_role(s.srvowner, 'USAGE')
          ELSE m.usename = current_user
            AND (pg_has_role(s.srvowner, 'USAGE') OR has_server_privilege(s.oid, 'USAGE')) END
      ORDER BY 1
      """;

  private static final String SUBSCRIPTIONS =
      """
      SELECT s.subname FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid
      WHERE d.datname = current_database()
        AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
      ORDER BY 1
      """;

  /** Tables, and from version 15 on sequences; the server lets nobody read them. */
  private static final String UNLOGGED =
      """
      SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE pg_is_in_recovery() AND c.relpersistence = 'u' AND c.relkind IN ('r', 'S')
      ORDER BY c.relkind = 'S', 1
      """;

  private Withheld() {}

  /** What is left out of the session's database, in sentences. */
  static List<String> of(PgSession session) throws SQLException {
    String user = session.uri().user();
    List<String> sentences = new ArrayList<>();
    List<String> mappings = session.texts(USER_MAPPINGS);
    if (!mappings.isEmpty()) {
      sentences.add(
          "Backups hold the user mappings %s without their options, such as passwords: the role %s is no superuser and may not see them. Note them elsewhere."
              .formatted(PgRights.some(mappings), user));
    }
    List<String> subscriptions = session.texts(SUBSCRIPTIONS);
    if (!subscriptions.isEmpty()) {
      sentences.add(
          "Backups do not hold the subscriptions %s: the role %s is no superuser. Note how they were made; restores make none anyway."
              .formatted(PgRights.some(subscriptions), user));
    }
    List<String> unlogged = session.texts(UNLOGGED);
    if (!unlogged.isEmpty()) {
      sentences.add(
          "Backups do not hold what is in %s: it is unlogged, and this server is a standby, which does not have it. If that is needed, back up its primary."
              .formatted(PgRights.some(unlogged)));
    }
    return sentences;
  }
}
