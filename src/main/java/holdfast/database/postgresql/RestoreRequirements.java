package holdfast.database.postgresql;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What must be so before a restore touches anything; all that is amiss is said at once. */
final class RestoreRequirements {
  private static final String MISSING_ROLES =
      """
      SELECT n FROM unnest(?::text[]) n
      WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = n) ORDER BY 1
      """;

  /** Roles whose names begin so come with the server's version. */
  private static final String RESERVED = "pg_";

  private static final String NO_MEMBERSHIP =
      """
      SELECT r.rolname FROM unnest(?::text[]) n JOIN pg_roles r ON r.rolname = n
      WHERE NOT pg_has_role(r.oid, KIND) ORDER BY 1
      """;

  /** Those of some roles as which the login may not act. */
  private static final String OUT_OF_REACH = NO_MEMBERSHIP.replace("KIND", Membership.TO_GIVE);

  private static final String NOT_OURS = NO_MEMBERSHIP.replace("KIND", "'MEMBER'");

  /** Those of some roles whose default privileges the login may not set. */
  private static final String DEFAULTS_OUT_OF_REACH =
      NO_MEMBERSHIP.replace("KIND", Membership.TO_SET_DEFAULTS);

  /**
   * Those of some roles whose rights the login has not by itself, so that it could not fill what it
   * has given to them.
   */
  private static final String NOT_INHERITED = NO_MEMBERSHIP.replace("KIND", "'USAGE'");

  /** Those of some roles whose members can become a superuser. */
  private static final String AS_GOOD_AS_SUPERUSERS =
      """
      SELECT r.rolname FROM unnest(?::text[]) n JOIN pg_roles r ON r.rolname = n
      WHERE EXISTS (SELECT FROM pg_roles s WHERE s.rolsuper AND pg_has_role(r.oid, s.oid, 'MEMBER'))
      ORDER BY 1
      """;

  private static final String MISSING_EXTENSIONS =
      """
      SELECT n FROM unnest(?::text[]) n
      WHERE NOT EXISTS (SELECT FROM pg_available_extensions WHERE name = n) ORDER BY 1
      """;

  // Through JSON, because the column "trusted" came with version 13.
  private static final String EXTENSIONS_OUT_OF_REACH =
      """
      SELECT DISTINCT e.name FROM unnest(?::text[]) n
        JOIN pg_available_extensions e ON e.name = n
        JOIN pg_available_extension_versions v ON v.name = e.name AND v.version = e.default_version
      WHERE v.superuser AND NOT coalesce((to_jsonb(v) ->> 'trusted')::boolean, false)
        AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
      ORDER BY 1
      """;

  private static final String MISSING_TABLESPACES =
      """
      SELECT n FROM unnest(?::text[]) n
      WHERE NOT EXISTS (SELECT FROM pg_tablespace WHERE spcname = n) ORDER BY 1
      """;

  private static final String HINDRANCES =
      """
      SELECT 'the replication slot ' || slot_name FROM pg_replication_slots
      WHERE database = current_database()
      UNION ALL
      SELECT 'the subscription ' || s.subname FROM pg_subscription s
        JOIN pg_database d ON d.oid = s.subdbid WHERE d.datname = current_database()
      UNION ALL
      SELECT 'the prepared transaction ' || gid FROM pg_prepared_xacts
      WHERE database = current_database()
      ORDER BY 1
      """;

  private final PgSession session;
  private final List<String> problems = new ArrayList<>();
  private final List<String> statements = new ArrayList<>();
  private final List<String> powerfulGrants = new ArrayList<>();

  private RestoreRequirements(PgSession session) {
    this.session = session;
  }

  /** Whether the role may replace the database that it is logged in to. */
  static void checkRights(PgSession session) throws SQLException, FailureException {
    RestoreRequirements check = new RestoreRequirements(session);
    PgRights rights = new PgRights(session);
    String user = Sql.name(session.uri().user());
    if (!rights.ownsDatabase()) {
      String database = Sql.name(session.uri().database());
      check.add("it does not own the database", "ALTER DATABASE " + database + " OWNER TO " + user);
    }
    check.refuse(
        FailureCode.DATABASE_RIGHTS,
        "the role %s cannot restore %s".formatted(session.uri().user(), session.uri().where()));
  }

  /** Whether the database can be replaced at all. */
  static void checkHindrances(PgSession session) throws SQLException, FailureException {
    if (session.truth("SELECT pg_is_in_recovery()")) {
      throw new FailureException(
          FailureCode.RESTORE_REQUIREMENTS,
          "the server of " + session.uri().where() + " is a standby and takes no changes",
          "Restore into its primary server.");
    }
    List<String> hindrances = session.texts(HINDRANCES);
    if (!hindrances.isEmpty()) {
      throw new FailureException(
          FailureCode.RESTORE_REQUIREMENTS,
          "%s cannot be replaced, for it has %s"
              .formatted(session.uri().where(), PgRights.some(hindrances)),
          "Drop what holds on to the database, or restore into another one.");
    }
  }

  /**
   * Whether the server has what the archive expects of it.
   *
   * @return the roles that it has not, and that the restore can make
   */
  static Set<String> checkNeeds(PgSession session, ArchiveNeeds needs)
      throws SQLException, FailureException {
    RestoreRequirements check = new RestoreRequirements(session);
    Set<String> unsettable = unsettable(session, needs.ofDefaults());
    Set<String> toBeMade = check.missingRoles(needs, unsettable);
    for (Map.Entry<String, String> owned : newlyOwned(needs).entrySet()) {
      check.addOutOfReach(
          "nothing can be given to the role ",
          check.find(OUT_OF_REACH, Set.of(owned.getKey())),
          " (as the %s)".formatted(owned.getValue()));
    }
    check.addNotInherited(newlyOwned(needs).keySet());
    check.addOutOfReach(
        "nothing can be given on as it was by the role ",
        check.find(OUT_OF_REACH, needs.grantors()),
        "");
    List<String> unset = check.find(DEFAULTS_OUT_OF_REACH, needs.ofDefaults());
    unset.removeAll(unsettable);
    check.addOutOfReach("default privileges cannot be set for the role ", unset, "");
    for (String extension : check.find(MISSING_EXTENSIONS, needs.extensions())) {
      check.add("the extension " + extension + " is not installed on the server's machine");
    }
    for (String extension : extensionsOutOfReach(session, needs)) {
      check.add(
          "only a superuser may create the extension %s, and the target has it not (in public, say)"
              .formatted(extension));
    }
    for (String tablespace : check.find(MISSING_TABLESPACES, needs.tablespaces())) {
      check.add("the tablespace " + tablespace + " is missing");
    }
    check.refuse(
        FailureCode.RESTORE_REQUIREMENTS,
        "the server of " + session.uri().where() + " lacks what the backup needs");
    return toBeMade;
  }

  /** Those that only a superuser may make. */
  static Set<String> extensionsOutOfReach(PgSession session, ArchiveNeeds needs)
      throws SQLException {
    return new TreeSet<>(session.texts(EXTENSIONS_OUT_OF_REACH, array(needs.extensions())));
  }

  /** Says those that cannot be made, and answers those that can. */
  private Set<String> missingRoles(ArchiveNeeds needs, Set<String> unsettable) throws SQLException {
    boolean canCreate = new PgRights(session).canCreateRoles();
    Set<String> toBeMade = new TreeSet<>();
    for (String role : find(MISSING_ROLES, allRoles(needs, unsettable))) {
      if (role.startsWith(RESERVED)) {
        add("the role " + role + ", which is PostgreSQL's own, is missing");
      } else if (canCreate) {
        toBeMade.add(role);
      } else {
        add("the role " + role + " is missing", "CREATE ROLE " + Sql.name(role));
      }
    }
    return toBeMade;
  }

  /** Says of which roles the session's one is no member, or not in the way that is needed. */
  private void addOutOfReach(String problem, List<String> outOfReach, String example)
      throws SQLException {
    Set<String> powerful = new TreeSet<>(find(AS_GOOD_AS_SUPERUSERS, outOfReach));
    for (String role : outOfReach) {
      String grant = membership(role);
      if (powerful.contains(role)) {
        add(problem + role + ", which is as good as a superuser" + example);
        powerfulGrants.add(grant);
      } else {
        add(problem + role + example, grant);
      }
    }
  }

  /** Says of which roles the login is a member without having their rights. */
  private void addNotInherited(Set<String> roles) throws SQLException {
    Set<String> members = new TreeSet<>(find(NOT_INHERITED, roles));
    find(OUT_OF_REACH, roles).forEach(members::remove);
    if (!members.isEmpty() && Membership.whole(session).isEmpty()) {
      add(
          "the login does not inherit the rights of the roles " + String.join(", ", members),
          "ALTER ROLE " + Sql.name(session.uri().user()) + " INHERIT");
      return;
    }
    for (String role : members) {
      add("the login does not inherit the rights of the role " + role, membership(role));
    }
  }

  private String membership(String role) throws SQLException {
    return "GRANT "
        + Sql.name(role)
        + " TO "
        + Sql.name(session.uri().user())
        + Membership.whole(session);
  }

  /**
   * Those whose default privileges are left out, see {@link Omissions}: roles of which the login is
   * no member at all, as superusers, and who is not there and cannot be made.
   */
  static Set<String> unsettable(PgSession session, Set<String> ofDefaults) throws SQLException {
    Set<String> unsettable = new TreeSet<>(session.texts(NOT_OURS, array(ofDefaults)));
    if (!new PgRights(session).canCreateRoles()) {
      unsettable.addAll(session.texts(MISSING_ROLES, array(ofDefaults)));
    }
    return unsettable;
  }

  /** Those that something has to be given to, each with an example. */
  private static Map<String, String> newlyOwned(ArchiveNeeds needs) {
    Map<String, String> owned = new TreeMap<>(needs.owned());
    if (!needs.ownerOfPublic().isEmpty()) {
      owned.putIfAbsent(needs.ownerOfPublic(), "SCHEMA public");
    }
    return owned;
  }

  private static Set<String> allRoles(ArchiveNeeds needs, Set<String> unsettable) {
    Set<String> roles = new TreeSet<>(newlyOwned(needs).keySet());
    roles.addAll(needs.roles());
    needs
        .defaults()
        .forEach(
            (role, named) -> {
              if (!unsettable.contains(role)) {
                roles.add(role);
                roles.addAll(named);
              }
            });
    return roles;
  }

  private static Object array(Collection<String> names) {
    return names.toArray(String[]::new);
  }

  private List<String> find(String query, Collection<String> names) throws SQLException {
    return session.texts(query, array(names));
  }

  private void add(String problem) {
    problems.add(problem);
  }

  private void add(String problem, String remedy) {
    problems.add(problem);
    if (!statements.contains(remedy)) {
      statements.add(remedy);
    }
  }

  private void refuse(FailureCode code, String what) throws FailureException {
    if (problems.isEmpty()) {
      return;
    }
    throw new FailureException(code, what + ": " + String.join(", ", problems), hint());
  }

  private String hint() {
    if (!statements.isEmpty()) {
      return hintAtSuperusers()
          + "Run as a superuser, then restore again; nothing was touched: "
          + String.join("; ", statements)
          + ".";
    }
    return hintAtSuperusers()
        + (powerfulGrants.size() == problems.size()
            ? "Nothing was touched."
            : "Provide what is missing and restore again; nothing was touched.");
  }

  /** The way that costs no more than the task needs comes first. */
  private String hintAtSuperusers() {
    return powerfulGrants.isEmpty()
        ? ""
        : ("What belongs to a superuser: restore it as a superuser; or give it to another role where it"
                + " was backed up (ALTER ... OWNER TO), and back it up again."
                + " It would do as well, but make the login as powerful as a superuser: %s. ")
            .formatted(String.join("; ", powerfulGrants));
  }
}
