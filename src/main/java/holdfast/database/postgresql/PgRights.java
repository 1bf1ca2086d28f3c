package holdfast.database.postgresql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the role that a session logged in as may do. */
final class PgRights {
  private static final int NAMES_SHOWN = 5;

  /** What pg_dump reads row by row; tables of an extension are not dumped. */
  private static final String UNREADABLE_RELATIONS =
      """
      SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'S')
        AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
        AND NOT EXISTS (SELECT FROM pg_depend d
                        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        AND NOT (has_schema_privilege(n.oid, 'USAGE')
                 AND has_table_privilege(c.oid, 'SELECT')
                 AND NOT row_security_active(c.oid))
      ORDER BY 1
      """;

  private static final String UNREADABLE_LARGE_OBJECTS =
      """
      SELECT 'large object ' || o.oid
      FROM pg_largeobject_metadata o
      WHERE NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
        AND current_setting('lo_compat_privileges') = 'off'
        AND NOT pg_has_role(o.lomowner, 'USAGE')
        AND NOT EXISTS (SELECT FROM aclexplode(o.lomacl) a
                        WHERE a.privilege_type = 'SELECT'
                          AND (a.grantee = 0 OR pg_has_role(a.grantee, 'USAGE')))
      ORDER BY o.oid
      """;

  private static final String IS_SUPERUSER =
      "SELECT rolsuper FROM pg_roles WHERE rolname = current_user";

  private static final String CAN_CREATE_DATABASES =
      "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user";

  private static final String CAN_CREATE_ROLES =
      "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user";

  private static final String OWNS_DATABASE =
      "SELECT pg_has_role(datdba, 'USAGE') FROM pg_database WHERE datname = current_database()";

  private final PgSession session;

  PgRights(PgSession session) {
    this.session = session;
  }

  /** The tables, sequences and large objects that a dump needs and the role may not read whole. */
  List<String> unreadable() throws SQLException {
    List<String> names = new ArrayList<>(session.texts(UNREADABLE_RELATIONS));
    names.addAll(session.texts(UNREADABLE_LARGE_OBJECTS));
    return names;
  }

  boolean isSuperuser() throws SQLException {
    return session.truth(IS_SUPERUSER);
  }

  boolean canCreateDatabases() throws SQLException {
    return session.truth(CAN_CREATE_DATABASES);
  }

  boolean canCreateRoles() throws SQLException {
    return session.truth(CAN_CREATE_ROLES);
  }

  boolean ownsDatabase() throws SQLException {
    return session.truth(OWNS_DATABASE);
  }

  /** Some names and how many more there are. */
  static String some(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())));
    return names.size() <= NAMES_SHOWN
        ? shown
        : shown + " and " + (names.size() - NAMES_SHOWN) + " more";
  }
}
