package holdfast.database.postgresql;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lets the owners of what is restored have something in the schema {@code public} meanwhile. From
 * version 15 on only the database's owner may make something there, and nobody but a superuser can
 * give a table to a role that may not. An archive grants rights at its very end, too late for what
 * it gives to its owners before.
 *
 * @param guests who may make something there for as long as the restore lasts, and no longer
 */
record PublicSchema(Set<String> guests) {
  static final PublicSchema UNTOUCHED = new PublicSchema(Set.of());

  static final String CLOSING = "REVOKE CREATE ON SCHEMA public FROM PUBLIC";

  private static final int MAJOR_WITH_CLOSED_PUBLIC = 15;

  /** None where the login is a superuser, who is not asked. */
  private static final String SHUT_OUT =
      """
      SELECT r.rolname FROM unnest(?::text[]) n JOIN pg_roles r ON r.rolname = n
      WHERE NOT has_schema_privilege(r.oid, 'public', 'CREATE')
        AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
        AND pg_has_role((SELECT nspowner FROM pg_namespace WHERE nspname = 'public'), 'USAGE')
      ORDER BY 1
      """;

  /**
   * What pg_dump 15 and newer say where everybody has all rights there, as in a new database before
   * version 15.
   */
  private static final String OPENING =
      """
      REVOKE USAGE ON SCHEMA public FROM PUBLIC;
      GRANT ALL ON SCHEMA public TO PUBLIC;
      """;

  private static final String IS_OWN =
      """
      SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'public' AND pg_has_role(nspowner, 'USAGE'))
      """;

  PublicSchema {
    guests = Set.copyOf(guests);
  }

  /** Opens that of the fresh database, which the session is in. */
  static PublicSchema open(PgSession fresh, ArchiveNeeds needs) throws SQLException {
    List<String> shutOut =
        fresh.texts(SHUT_OUT, (Object) new TreeSet<>(needs.owners()).toArray(String[]::new));
    for (String role : shutOut) {
      fresh.execute("GRANT CREATE ON SCHEMA public TO " + Sql.name(role));
    }
    return new PublicSchema(needs.guestsInPublic(shutOut));
  }

  /** Whether it gives all rights there to everybody, and none to anybody besides. */
  static boolean isOpenedBy(ArchiveEntry entry) {
    return entry.kind().equals("ACL")
        && entry.tag().equals("SCHEMA public")
        && entry.definition().equals(OPENING);
  }

  /** Whether everybody may make something there in a new database. */
  static boolean isOpenByItself(PgServer server) {
    return server.major() < MAJOR_WITH_CLOSED_PUBLIC;
  }

  /**
   * Whether nobody may make something there but who is granted it, which an archive of pg_dump 15
   * and newer does not say: it takes it for granted.
   */
  static boolean isTakenForClosed(ArchiveHeader header, ArchiveNeeds needs) {
    return header.toolMajor() >= MAJOR_WITH_CLOSED_PUBLIC
        && !needs.creatorsInPublic().contains("PUBLIC");
  }

  /**
   * Sees to it that not everybody may make something there.
   *
   * @return false if the role may not do that
   */
  static boolean closeToEverybody(PgSession session) throws SQLException {
    if (!session.truth(IS_OWN)) {
      return false;
    }
    session.execute(CLOSING);
    return true;
  }

  /** Takes it back. */
  void close(PgSession fresh) throws SQLException {
    for (String role : guests) {
      fresh.execute("REVOKE CREATE ON SCHEMA public FROM " + Sql.name(role));
    }
  }
}
