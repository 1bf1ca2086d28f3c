package holdfast.database.postgresql;

import holdfast.database.IfOccupied;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What must be so before a restore replaces what is in its target within one transaction; all that
 * is amiss is said before anything is touched.
 */
final class InPlaceRequirements {
  /**
   * Extensions of the backup that the target has and that the role cannot both drop and make again.
   * One that lies in a schema which has to go cannot stay.
   */
  private static final String STAYING =
      """
      WITH present AS (
        SELECT e.extname, n.nspname, pg_has_role(e.extowner, 'USAGE') AS is_own,
          pg_has_role(n.nspowner, 'USAGE') AS is_in_own,
          coalesce((SELECT NOT v.superuser OR coalesce((to_jsonb(v) ->> 'trusted')::boolean, false)
            FROM pg_available_extensions a JOIN pg_available_extension_versions v
              ON v.name = a.name AND v.version = a.default_version
            WHERE a.name = e.extname), false)
            OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS can_be_made
        FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
        WHERE e.extname = ANY (?)
          AND (n.nspname = 'public' OR left(n.nspname, 3) = 'pg_')),
      firm AS (SELECT * FROM present WHERE NOT (can_be_made AND (is_own OR is_in_own)))
      SELECT extname FROM firm
      UNION SELECT extname FROM present
      WHERE NOT is_own AND nspname = 'public' AND EXISTS (SELECT FROM firm WHERE nspname = 'public')
      """;

  private static final String PUBLIC_STAYS =
      """
      SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'public' AND NOT pg_has_role(nspowner, 'USAGE'))
        OR EXISTS (SELECT FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
          WHERE n.nspname = 'public' AND e.extname = ANY (?))
      """;

  /** Each asks whether an extension's table has rows that are in backups. */
  private static final String ROWS_OF_EXTENSIONS =
      """
      SELECT format('SELECT EXISTS (SELECT FROM %s %s)', t.id::regclass, t.condition)
      FROM pg_extension e, unnest(e.extconfig, e.extcondition) AS t (id, condition)
        JOIN pg_class c ON c.oid = t.id
      WHERE c.relkind <> 'S' AND e.extname = ANY (?)
      """;

  private static final String UNREADABLE_TABLES_OF_EXTENSIONS =
      """
      SELECT t.id::regclass::text FROM pg_extension e, unnest(e.extconfig) AS t (id)
        JOIN pg_class c ON c.oid = t.id JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind <> 'S' AND e.extname = ANY (?)
        AND NOT (has_table_privilege(c.oid, 'SELECT') AND has_schema_privilege(n.oid, 'USAGE'))
      ORDER BY 1
      """;

  private static final String HAS_LANGUAGE =
      "SELECT EXISTS (SELECT FROM pg_language WHERE lanname = 'plpgsql')";

  private static final String CHANGED_PUBLIC =
      """
      SELECT EXISTS (
        SELECT FROM pg_namespace n WHERE n.nspname = 'public' AND NOT pg_has_role(n.nspowner, 'USAGE')
          AND (n.nspowner <> 10 OR obj_description(n.oid, 'pg_namespace') IS DISTINCT FROM 'standard public schema'
            OR (SELECT string_agg(concat_ws(' ', grantee, privilege_type, is_grantable), ', '
                  ORDER BY grantee, privilege_type) FROM aclexplode(n.nspacl))
              IS DISTINCT FROM '0 CREATE f, 0 USAGE f, 10 CREATE f, 10 USAGE f'))
      """;

  /** Each object that depends on another is locked when that one is dropped. */
  private static final String LOCKS_OF_DROPS =
      """
      SELECT (SELECT count(DISTINCT (classid, objid)) FROM pg_depend WHERE objid >= 16384)
        + (SELECT count(*) FROM pg_largeobject_metadata) + (SELECT count(*) FROM pg_namespace)
      """;

  private static final String PLACES =
      """
      SELECT current_setting('max_connections')::bigint + current_setting('max_prepared_transactions')::bigint
      """;

  private final PgSession session;
  private final PgUri uri;
  private final Set<String> staying;
  private final Clearance clearance;
  private final InPlaceReason reason;
  private Set<String> missingRoles = Set.of();

  private InPlaceRequirements(
      PgSession session, Set<String> staying, Clearance clearance, InPlaceReason reason) {
    this.session = session;
    this.uri = session.uri();
    this.staying = staying;
    this.clearance = clearance;
    this.reason = reason;
  }

  /**
   * Looks at the target.
   *
   * @param locks that the restored objects need
   * @return how to clear it, and what else it lacks
   */
  static InPlaceRequirements check(
      PgSession session,
      InPlaceMarks marks,
      IfOccupied ifOccupied,
      InPlaceReason reason,
      ArchiveNeeds needs,
      long locks)
      throws FailureException, SQLException {
    Set<String> staying = new TreeSet<>(session.texts(STAYING, array(needs.extensions())));
    Clearance clearance =
        new Clearance(marks, staying, session.truth(PUBLIC_STAYS, array(staying)), ifOccupied);
    InPlaceRequirements check = new InPlaceRequirements(session, staying, clearance, reason);
    check.requireLanguage();
    check.requireRights();
    check.missingRoles = RestoreRequirements.checkNeeds(session, needs.withoutExtensions(staying));
    check.requireLocks(locks);
    return check;
  }

  /**
   * The extensions of the backup that the login could not make in a fresh database, where the
   * target has all of them so that they can stay; else none.
   */
  static Set<String> onlyInTarget(PgSession session, ArchiveNeeds needs) throws SQLException {
    Set<String> outOfReach = RestoreRequirements.extensionsOutOfReach(session, needs);
    return session.texts(STAYING, array(needs.extensions())).containsAll(outOfReach)
        ? outOfReach
        : Set.of();
  }

  /** How to clear the target. */
  Clearance clearance() {
    return clearance;
  }

  /** Roles that the server has not, and that the restore can make. */
  Set<String> missingRoles() {
    return missingRoles;
  }

  /** In which {@link Clearance} does its work; a superuser can have dropped it. */
  private void requireLanguage() throws FailureException, SQLException {
    if (!session.truth(HAS_LANGUAGE)) {
      throw new FailureException(
          FailureCode.RESTORE_REQUIREMENTS,
          "%s, a restore into %s needs plpgsql, which that database has not"
              .formatted(reason.because(), uri.where()),
          "Nothing was touched. Run in that database, then restore again: CREATE EXTENSION plpgsql.");
    }
  }

  private void requireRights() throws FailureException, SQLException {
    List<String> inTheWay = new ArrayList<>(clearance.outOfReach(session));
    if (session.truth(CHANGED_PUBLIC)) {
      inTheWay.add("the owner, rights or comment of the schema public, which are not a new one's");
    }
    List<String> unreadable = session.texts(UNREADABLE_TABLES_OF_EXTENSIONS, array(staying));
    for (String table : unreadable) {
      inTheWay.add(
          "rows that may be in the extension's table %s, which it may not read (GRANT SELECT ON %s TO %s)"
              .formatted(table, table, Sql.name(uri.user())));
    }
    for (String query :
        unreadable.isEmpty()
            ? session.texts(ROWS_OF_EXTENSIONS, array(staying))
            : List.<String>of()) {
      if (session.truth(query)) {
        inTheWay.add("rows in tables of the extensions " + String.join(", ", staying));
        break;
      }
    }
    if (!inTheWay.isEmpty()) {
      throw new FailureException(
          FailureCode.DATABASE_RIGHTS,
          "the role %s cannot restore %s: %s it has to clear the database, and may not clear away %s"
              .formatted(uri.user(), uri.where(), reason.because(), PgRights.some(inTheWay)),
          ("Nothing was touched. Make the role the owner of what is named (ALTER ... OWNER TO %s), or"
                  + " drop it; or %s.")
              .formatted(Sql.name(uri.user()), reason.otherwise()));
    }
  }

  private void requireLocks(long locks) throws FailureException, SQLException {
    long needed = locks + session.number(LOCKS_OF_DROPS);
    long places = session.number(PLACES);
    long each = session.number("SELECT current_setting('max_locks_per_transaction')::bigint");
    if (needed > each * places) {
      throw new FailureException(
          FailureCode.RESTORE_REQUIREMENTS,
          ("%s, a restore into %s is one transaction, which needs about %d locks; the"
                  + " server has room for %d, since max_locks_per_transaction is %d")
              .formatted(reason.because(), uri.where(), needed, each * places, each),
          ("Nothing was touched. Set max_locks_per_transaction to %d or more and restart the server,"
                  + " or have no need of it: %s.")
              .formatted((needed + places - 1) / places, reason.otherwise()));
    }
  }

  private static Object array(Set<String> names) {
    return names.toArray(String[]::new);
  }
}
