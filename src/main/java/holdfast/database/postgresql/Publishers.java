package holdfast.database.postgresql;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * Lets the owners of publications make something in the database meanwhile: PostgreSQL asks that of
 * who is given a publication, and nobody later, so that a backup can have owners who may not.
 *
 * @param guests who may do so for as long as the restore lasts, and no longer
 */
record Publishers(Set<String> guests) {
  static final Publishers NONE = new Publishers(Set.of());

  /** None where the login is a superuser, who is not asked. */
  private static final String SHUT_OUT =
      """
      SELECT r.rolname FROM unnest(?::text[]) n JOIN pg_roles r ON r.rolname = n
      WHERE NOT has_database_privilege(r.oid, ?, 'CREATE')
        AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
      ORDER BY 1
      """;

  /** What takes back, at the end of a restore in place, what {@link #lettingIn} gave. */
  static final String SHUTTING_OUT =
      """
      IF current_setting('holdfast.publishers', true) <> '' THEN
        EXECUTE current_setting('holdfast.publishers');
      END IF;
      """;

  Publishers {
    guests = Set.copyOf(guests);
  }

  /** Lets them into a fresh database that has the rights of the target and of the backup. */
  static Publishers letIn(PgSession beside, String database, ArchiveNeeds needs)
      throws SQLException {
    List<String> shutOut =
        beside.texts(SHUT_OUT, needs.publishers().toArray(String[]::new), database);
    for (String role : shutOut) {
      beside.execute(
          "GRANT CREATE ON DATABASE %s TO %s".formatted(Sql.name(database), Sql.name(role)));
    }
    return new Publishers(Set.copyOf(shutOut));
  }

  /** Takes it back. */
  void shutOut(PgSession beside, String database) throws SQLException {
    for (String role : guests) {
      beside.execute(
          "REVOKE CREATE ON DATABASE %s FROM %s".formatted(Sql.name(database), Sql.name(role)));
    }
  }

  /** The same within the transaction of a restore in place, once that has given its rights. */
  static String lettingIn(ArchiveNeeds needs) {
    return needs.publishers().stream()
        .sorted()
        .map(Publishers::lettingIn)
        .reduce("", String::concat);
  }

  private static String lettingIn(String role) {
    return """
        IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
          AND NOT has_database_privilege(%1$s, current_database(), 'CREATE') THEN
          EXECUTE format('GRANT CREATE ON DATABASE %%I TO %%I', current_database(), %1$s);
          PERFORM set_config('holdfast.publishers', concat(current_setting('holdfast.publishers', true),
            format('REVOKE CREATE ON DATABASE %%I FROM %%I;', current_database(), %1$s)), true);
        END IF;
        """
        .formatted(Sql.text(role));
  }
}
