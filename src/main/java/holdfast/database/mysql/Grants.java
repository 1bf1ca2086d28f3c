package holdfast.database.mysql;

import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the user of a session may do, by {@code SHOW GRANTS}: with the roles that are active. Of the
 * lines of one grantee that are for a database, only the most specific one counts.
 *
 * @param revoked what MySQL's partial revokes take away from grants on the whole server
 */
record Grants(List<Grant> all, List<Grant> revoked, Reading reading) {
  private static final String NAME = "(\\*|`(?:[^`]|``)*`)";
  private static final Pattern GRANT =
      Pattern.compile(
          "(GRANT|REVOKE) (.+?) ON (?:TABLE )?" + NAME + "\\." + NAME + " (?:TO|FROM) (.*)",
          Pattern.DOTALL);
  private static final String ALL = "ALL PRIVILEGES";

  /** Which not all servers know. */
  private static final String PARTIAL_REVOKES = "SHOW VARIABLES LIKE 'partial_revokes'";

  Grants {
    all = List.copyOf(all);
    revoked = List.copyOf(revoked);
  }

  /**
   * How a server reads the lines for databases.
   *
   * @param areMerged whether all for a database count, but for one of its very name
   * @param isFolded whether the server has names in small letters, whichever it is asked for
   * @param areNames whether each names one database, letter by letter: MySQL with partial revokes
   */
  record Reading(boolean areMerged, boolean isFolded, boolean areNames) {
    static final Reading USUAL = new Reading(false, false, false);
  }

  /**
   * A line of them.
   *
   * @param database a pattern, or a name where it is for a table; {@code *} for all
   * @param object a table's name; {@code *} for all of the database
   */
  record Grant(Set<String> privileges, String database, String object, Grantee grantee) {
    boolean isOnServer() {
      return database.equals("*");
    }

    boolean isOnDatabase() {
      return !isOnServer() && object.equals("*");
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
    boolean areNames = session.rows(row -> row.getString(2), PARTIAL_REVOKES).contains("ON");
    return of(session.texts("SHOW GRANTS" + roles))
        .readAs(new Reading(!roles.isEmpty(), session.hasSmallNames(), areNames));
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
    return new Grants(granted, revoked, Reading.USUAL);
  }

  /** The same at a server that reads them in another way. */
  Grants readAs(Reading otherwise) {
    return new Grants(all, revoked, otherwise);
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
            .filter(grant -> isFor(grant, database))
            .collect(Collectors.groupingBy(Grant::grantee));
    return lines.values().stream().anyMatch(ofOne -> has(privilege, ofOne, database));
  }

  private boolean isFor(Grant grant, String database) {
    return grant.isOnDatabase()
        && (reading.areNames
            ? grant.database().equals(database)
            : LikePattern.matches(grant.database(), database));
  }

  /** Where servers differ in which line counts, each of them has to have it. */
  private boolean has(String privilege, List<Grant> lines, String database) {
    Predicate<String> isHeld =
        pattern ->
            lines.stream()
                .anyMatch(line -> line.database().equals(pattern) && holds(line, privilege));
    Stream<String> deciding = deciding(lines, database).stream();
    return reading.areMerged ? deciding.anyMatch(isHeld) : deciding.allMatch(isHeld);
  }

  /** The patterns of the lines that count. */
  private List<String> deciding(List<Grant> lines, String database) {
    List<String> patterns = lines.stream().map(Grant::database).distinct().toList();
    if (reading.areMerged) {
      return patterns.contains(database) ? List.of(database) : patterns;
    }
    return patterns.stream()
        .filter(
            pattern -> patterns.stream().noneMatch(other -> LikePattern.isBefore(other, pattern)))
        .toList();
  }

  /**
   * What gives privileges on all of a database so that they count: on the lines that count now.
   *
   * @return what stands between GRANT and TO
   */
  List<String> giving(String privileges, String asked) {
    String database = folded(asked);
    List<Grant> lines =
        all.stream()
            .filter(grant -> grant.grantee() == Grantee.USER && isFor(grant, database))
            .toList();
    String alone = reading.areNames ? asked : LikePattern.of(asked);
    return (lines.isEmpty() ? List.of(alone) : deciding(lines, database))
        .stream()
            .limit(reading.areMerged ? 1 : Long.MAX_VALUE)
            .map(pattern -> "%s ON %s.*".formatted(privileges, Sql.name(pattern)))
            .toList();
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
    return reading.isFolded ? name.toLowerCase(Locale.ROOT) : name;
  }

  private static boolean holds(Grant grant, String privilege) {
    return grant.privileges().contains(ALL) || grant.privileges().contains(privilege);
  }

  private static String unquote(String name) {
    return name.equals("*") ? name : name.substring(1, name.length() - 1).replace("``", "`");
  }
}
