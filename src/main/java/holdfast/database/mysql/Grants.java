package holdfast.database.mysql;

import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the user of a session may do, by {@code SHOW GRANTS}: with the roles that are active.
 *
 * @param revoked what MySQL's partial revokes take away from grants on the whole server
 */
record Grants(List<Grant> all, List<Grant> revoked) {
  private static final String NAME = "(\\*|`(?:[^`]|``)*`)";
  private static final Pattern GRANT =
      Pattern.compile(
          "(GRANT|REVOKE) (.+?) ON (?:TABLE )?" + NAME + "\\." + NAME + " (?:TO|FROM) .*",
          Pattern.DOTALL);
  private static final String ALL = "ALL PRIVILEGES";

  Grants {
    all = List.copyOf(all);
    revoked = List.copyOf(revoked);
  }

  /**
   * A line of them.
   *
   * @param database a pattern, as the server matches it; {@code *} for all
   * @param object a table's name; {@code *} for all of the database
   */
  record Grant(Set<String> privileges, String database, String object) {
    boolean isOf(String name) {
      return database.equals("*") || LikePattern.matches(database, name);
    }
  }

  static Grants of(MysqlSession session) throws SQLException, FailureException {
    return of(session.texts("SHOW GRANTS" + usingRoles(session)));
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
                    unquote(grant.group(4))));
      }
    }
    return new Grants(granted, revoked);
  }

  /** Whether a privilege is had on all of a database. */
  boolean has(String privilege, String database) {
    boolean isTakenAway =
        revoked.stream()
            .anyMatch(revoke -> revoke.database().equals(database) && holds(revoke, privilege));
    return all.stream()
        .filter(grant -> grant.object().equals("*") && grant.isOf(database))
        .filter(grant -> !isTakenAway || !grant.database().equals("*"))
        .anyMatch(grant -> holds(grant, privilege));
  }

  /** Those of the privileges that are not had on all of a database. */
  List<String> missing(List<String> privileges, String database) {
    return privileges.stream().filter(privilege -> !has(privilege, database)).toList();
  }

  /** Whether a privilege is had on one table. */
  boolean hasOnTable(String privilege, String database, String table) {
    return all.stream()
        .filter(grant -> grant.isOf(database))
        .filter(grant -> grant.object().equals("*") || grant.object().equals(table))
        .anyMatch(grant -> holds(grant, privilege));
  }

  /** Whether one of the privileges is had on the whole server. */
  boolean hasGlobally(Set<String> anyOf) {
    return all.stream()
        .filter(grant -> grant.database().equals("*"))
        .anyMatch(grant -> anyOf.stream().anyMatch(privilege -> holds(grant, privilege)));
  }

  private static boolean holds(Grant grant, String privilege) {
    return grant.privileges().contains(ALL) || grant.privileges().contains(privilege);
  }

  private static String unquote(String name) {
    return name.equals("*") ? name : name.substring(1, name.length() - 1).replace("``", "`");
  }
}
