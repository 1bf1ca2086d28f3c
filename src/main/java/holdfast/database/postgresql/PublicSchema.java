package holdfast.database.postgresql;

import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;

/**
 * Lets the owners of what is restored have something in the schema {@code public} meanwhile. From
 * version 15 on only its owner, the database's as a rule, may make something there, and nobody but
 * a superuser can give a table to a role that may not. An archive grants rights at its very end,
 * too late for what it gives to its owners before.
 *
 * @param owner whose it is before anything is restored
 * @param isOwn whether the restoring role may do with it what its owner may
 * @param staysItsOwners whether the restoring role cannot give it to whom the archive gives it
 */
record PublicSchema(String owner, boolean isOwn, boolean staysItsOwners) {
  /** It is asked only then who owns it: a role that was let in may be its owner. */
  private static final String RESET =
      """
      DO $holdfast$
      DECLARE
        guest text;
      BEGIN
        FOR guest IN
          SELECT DISTINCT pg_get_userbyid(a.grantee) FROM pg_namespace, aclexplode(nspacl) a
          WHERE nspname = 'public' AND a.grantee NOT IN (0, nspowner)
        LOOP
          EXECUTE format('REVOKE ALL ON SCHEMA public FROM %I CASCADE', guest);
        END LOOP;
        IF CLOSED AND pg_has_role((SELECT nspowner FROM pg_namespace WHERE nspname = 'public'), 'USAGE') THEN
          REVOKE CREATE ON SCHEMA public FROM PUBLIC;
        END IF;
      END $holdfast$;
      """;

  static final String CLOSING = "REVOKE CREATE ON SCHEMA public FROM PUBLIC";

  /** None where the login is a superuser, who is not asked. */
  private static final String SHUT_OUT =
      """
      SELECT r.rolname FROM unnest(?::text[]) n JOIN pg_roles r ON r.rolname = n
      WHERE NOT has_schema_privilege(r.oid, 'public', 'CREATE')
        AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
        AND pg_has_role((SELECT nspowner FROM pg_namespace WHERE nspname = 'public'), 'USAGE')
      ORDER BY 1
      """;

  private static final String IS_OPEN =
      """
      SELECT EXISTS (SELECT FROM pg_namespace, aclexplode(nspacl) a
        WHERE nspname = 'public' AND a.grantee = 0 AND a.privilege_type = 'CREATE')
      """;

  private static final String OF_NEW_DATABASE =
      """
      SELECT rolname AS owner, pg_has_role(oid, 'USAGE') AS is_own FROM pg_roles
      WHERE CASE WHEN current_setting('server_version_num')::integer < 150000 THEN oid = 10
        ELSE rolname = 'pg_database_owner' END
      """;

  /** Where there is none, a restore in place makes it. */
  private static final String OF_TARGET =
      """
      SELECT pg_get_userbyid(nspowner) AS owner, pg_has_role(nspowner, 'USAGE') AS is_own
      FROM pg_namespace WHERE nspname = 'public'
      UNION ALL
      SELECT current_user, true WHERE to_regnamespace('public') IS NULL
      """;

  /**
   * Before version 15 it was the superuser's by default, whose name can be no superuser's or
   * nobody's here.
   */
  private static final String LOOK =
      """
      SELECT p.owner, p.is_own, NOT p.is_own OR NOT coalesce(
        (SELECT pg_has_role(oid, TO_GIVE) FROM pg_roles WHERE rolname = given.owner),
        (SELECT given.owner = '' OR rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user))
      FROM (PRESENT) p, (SELECT ?::text) AS given (owner)
      """;

  /** As it is in a database that is made beside the one that the session is in. */
  static PublicSchema ofNewDatabase(PgSession session, ArchiveNeeds needs) throws SQLException {
    return look(session, OF_NEW_DATABASE, needs);
  }

  /** As it is in the database that the session is in, and that is cleared. */
  static PublicSchema ofTarget(PgSession session, ArchiveNeeds needs) throws SQLException {
    return look(session, OF_TARGET, needs);
  }

  private static PublicSchema look(PgSession session, String present, ArchiveNeeds needs)
      throws SQLException {
    return session
        .rows(
            row -> new PublicSchema(row.getString(1), row.getBoolean(2), row.getBoolean(3)),
            LOOK.replace("PRESENT", present).replace("TO_GIVE", Membership.TO_GIVE),
            needs.ownerOfPublic())
        .getFirst();
  }

  /** Whether it is a role's before anything is restored. */
  boolean isOf(String role) {
    return owner.equals(role);
  }

  /** What an archive needs here. */
  ArchiveNeeds within(ArchiveNeeds needs) {
    return staysItsOwners ? needs.withoutOwnerOfPublic() : needs;
  }

  /**
   * Gives that of the fresh database, which the session is in, to its new owner, and opens it to
   * others until {@link #resetting}.
   */
  static void prepare(PgSession fresh, ArchiveNeeds needs) throws SQLException {
    if (!needs.ownerOfPublic().isEmpty()) {
      fresh.execute(giving(needs.ownerOfPublic()));
    }
    List<String> shutOut =
        fresh.texts(SHUT_OUT, (Object) new TreeSet<>(needs.owners()).toArray(String[]::new));
    for (String role : shutOut) {
      fresh.execute("GRANT CREATE ON SCHEMA public TO " + Sql.name(role));
    }
  }

  /**
   * What leaves nobody there but its owner and everybody, as an archive expects it that comes to
   * its rights now.
   */
  static String resetting(ArchiveNeeds needs) {
    return RESET.replace("CLOSED", Boolean.toString(needs.expectsClosedPublic()));
  }

  /** As the archive does, too, and by then it is so: who may be let in depends on who owns it. */
  static String giving(String owner) {
    return "ALTER SCHEMA public OWNER TO " + Sql.name(owner);
  }

  /** Whether everybody may make something in that of the session's database. */
  static boolean isOpen(PgSession session) throws SQLException {
    return session.truth(IS_OPEN);
  }
}
