package holdfast.database.mysql;

import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the user of a session may do, by {@code SHOW GRANTS}: with the roles that are active. Of the
 * lines of one grantee that are for a database, only the most specific one counts.
 *
 * @param revoked what MySQL's partial revokes take away from grants on the whole server
 * @param areMerged whether all lines for a database count, but for one of its very name
 * @param isFolded whether the server has names in small letters, whichever it is asked for
 */
record Grants(List<Grant> all, List<Grant> revoked, boolean areMerged, boolean isFolded) {
  private static final String NAME = "(\\*|`(?:[^`]|``)*`)";
  private static final Pattern GRANT =
      Pattern.compile(
          "(GRANT|REVOKE) (.+?) ON (?:TABLE )?" + NAME + "\\." + NAME + " (?:TO|FROM) (.*)",
          Pattern.DOTALL);
  private static final String ALL = "ALL PRIVILEGES";

  Grants {
    all = List.copyOf(all);
    revoked = List.copyOf(revoked);
  }

  /**
   * A line of them.
   *
   * @param database a pattern, as the server matches it, or a name where it is for a table; {@code
   *     *} for all
   * @param object a table's name; {@code *} for all of the database
   */
  record Grant(Set<String> privileges, String database, String object, Grantee grantee) {
    boolean isOnServer() {
      return database.equals("*");
    }

    boolean isOnDatabase(String name) {
      return !isOnServer() && object.equals("*") && LikePattern.matches(database, name);
    }
  }

  /** Whose rights add up; MariaDB merges those of roles beforehand. */
  private enum Grantee {
    USER,
    ROLES,
    EVERYBODY;

    static Grantee of(String shown) {
      return shown.contains("`@`") || shown.contains("'@'")
          ? USER
          : shown.matches("`?PUBLIC`?\\b.*") ? EVERYBODY : ROLES;
    }
  }

  static Grants of(MysqlSession session) throws SQLException, FailureException {
    String roles = usingRoles(session);
    Grants grants = of(session.texts("SHOW GRANTS" + roles));
    boolean isFolded = session.hasSmallNames();
    return new Grants(grants.all, grants.revoked, !roles.isEmpty(), isFolded);
  }

  /** MariaDB shows the privileges of the active role by itself. */
  private static String usingRoles(MysqlSession session) throws SQLException, FailureException {
    MysqlServer server = MysqlServer.of(session);
    if (server.isMariaDb() || !server.isAtLeast(8, 0)) {
      return "";
    }
    String roles = session.text("SELECT CURRENT_ROLE()");
    return roles.equals("NONE") ? "" : " FOR CURRENT_USER() USING " + roles;
  }

  static Grants of(List<String> lines) {
    List<Grant> granted = new ArrayList<>();
    List<Grant> revoked = new ArrayList<>();
    for (String line : lines) {
      Matcher grant = GRANT.matcher(line);
      if (grant.matches()) {
        (grant.group(1).equals("GRANT") ? granted : revoked)
            .add(
                new Grant(
                    Arrays.stream(grant.group(2).split(",(?![^(]*\\))"))
                        .map(String::strip)
                        .collect(Collectors.toUnmodifiableSet()),
                    unquote(grant.group(3)),
                    unquote(grant.group(4)),
                    Grantee.of(grant.group(5))));
      }
    }
    return new Grants(granted, revoked, false, false);
  }

  /** Whether a privilege is had on all of a database. */
  boolean has(String privilege, String asked) {
    String database = folded(asked);
    boolean isTakenAway =
        revoked.stream()
            .anyMatch(revoke -> revoke.database().equals(database) && holds(revoke, privilege));
    if (hasGlobally(Set.of(privilege)) && !isTakenAway) {
      return true;
    }
    Map<Grantee, List<Grant>> lines =
        all.stream()
            .filter(grant -> grant.isOnDatabase(database))
            .collect(Collectors.groupingBy(Grant::grantee));
    return lines.values().stream()
        .anyMatch(
            ofOne ->
                areMerged ? isMerged(privilege, database, ofOne) : isDecided(privilege, ofOne));
  }

  private static boolean isMerged(String privilege, String database, List<Grant> lines) {
    boolean isNamed = lines.stream().anyMatch(line -> line.database().equals(database));
    return lines.stream()
        .filter(line -> !isNamed || line.database().equals(database))
        .anyMatch(line -> holds(line, privilege));
  }

  /** Where servers differ in which line counts, by each of them. */
  private static boolean isDecided(String privilege, List<Grant> lines) {
    Map<String, List<Grant>> byPattern =
        lines.stream().collect(Collectors.groupingBy(Grant::database));
    return byPattern.entrySet().stream()
        .filter(
            entry ->
                byPattern.keySet().stream()
                    .noneMatch(other -> LikePattern.isBefore(other, entry.getKey())))
        .allMatch(entry -> entry.getValue().stream().anyMatch(line -> holds(line, privilege)));
  }

  /** Those of the privileges that are not had on all of a database. */
  List<String> missing(List<String> privileges, String database) {
    return privileges.stream().filter(privilege -> !has(privilege, database)).toList();
  }

  /** Whether a privilege is had on one table. */
  boolean hasOnTable(String privilege, String database, String table) {
    return has(privilege, database)
        || all.stream()
            .filter(grant -> grant.database().equals(folded(database)))
            .filter(grant -> grant.object().equals(folded(table)))
            .anyMatch(grant -> holds(grant, privilege));
  }

  /** Whether one of the privileges is had on the whole server. */
  boolean hasGlobally(Set<String> anyOf) {
    return all.stream()
        .filter(Grant::isOnServer)
        .anyMatch(grant -> anyOf.stream().anyMatch(privilege -> holds(grant, privilege)));
  }

  private String folded(String name) {
    return isFolded ? name.toLowerCase(Locale.ROOT) : name;
  }

  private static boolean holds(Grant grant, String privilege) {
    return grant.privileges().contains(ALL) || grant.privileges().contains(privilege);
  }

  private static String unquote(String name) {
    return name.equals("*") ? name : name.substring(1, name.length() - 1).replace("``", "`");
  }
}
