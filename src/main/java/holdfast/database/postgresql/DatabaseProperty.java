package holdfast.database.postgresql;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One thing that is said of a database as a whole, and not of what is in it. */
sealed interface DatabaseProperty {

  /** How many sessions it may have. */
  record Limit(int connections) implements DatabaseProperty {}

  /** What it is for. */
  record Comment(String text) implements DatabaseProperty {}

  /** A security label. */
  record Label(String provider, String text) implements DatabaseProperty {}

  /**
   * What a parameter is in sessions of it.
   *
   * @param role whose sessions; empty: everybody's
   * @param values several for parameters that are lists
   */
  record Setting(String role, String parameter, List<String> values) implements DatabaseProperty {
    public Setting {
      values = List.copyOf(values);
    }
  }

  /**
   * What somebody may do with it.
   *
   * @param privileges as in SQL
   * @param grantee empty: everybody
   * @param isGrantable whether the grantee may give it on
   */
  record Grant(List<String> privileges, String grantee, boolean isGrantable)
      implements DatabaseProperty {
    public Grant {
      privileges = List.copyOf(privileges);
    }
  }

  /**
   * What somebody may not do with it who could by default.
   *
   * @param privileges as in SQL
   * @param grantee empty: everybody
   */
  record Revocation(List<String> privileges, String grantee) implements DatabaseProperty {
    public Revocation {
      privileges = List.copyOf(privileges);
    }
  }

  /** The statement that says it of a database. */
  default String sql(String database) {
    String name = Sql.name(database);
    return switch (this) {
      case Limit(int connections) ->
          "ALTER DATABASE %s CONNECTION LIMIT %d".formatted(name, connections);
      case Comment(String text) -> "COMMENT ON DATABASE %s IS %s".formatted(name, Sql.text(text));
      case Label(String provider, String text) ->
          "SECURITY LABEL FOR %s ON DATABASE %s IS %s"
              .formatted(Sql.name(provider), name, Sql.text(text));
      case Setting(String role, String parameter, List<String> values) ->
          (role.isEmpty()
                  ? "ALTER DATABASE %s".formatted(name)
                  : "ALTER ROLE %s IN DATABASE %s".formatted(Sql.name(role), name))
              + " SET %s TO ".formatted(Sql.name(parameter))
              + values.stream().map(Sql::text).collect(Collectors.joining(", "));
      case Grant(List<String> privileges, String grantee, boolean isGrantable) ->
          "GRANT %s ON DATABASE %s TO %s"
                  .formatted(String.join(", ", privileges), name, grantee(grantee))
              + (isGrantable ? " WITH GRANT OPTION" : "");
      case Revocation(List<String> privileges, String grantee) ->
          "REVOKE %s ON DATABASE %s FROM %s"
              .formatted(String.join(", ", privileges), name, grantee(grantee));
    };
  }

  /**
   * What it is about: of two that are about the same, a database can have one only. Empty where a
   * database can have any number.
   */
  default String subject() {
    return switch (this) {
      case Limit limit -> "limit";
      case Comment comment -> "comment";
      case Label label -> "label " + label.provider();
      case Setting setting ->
          "setting %s %s".formatted(setting.parameter().toLowerCase(Locale.ROOT), setting.role());
      case Grant grant -> "";
      case Revocation revocation -> "rights";
    };
  }

  /** For people, without values, which may be secret. */
  default String title() {
    return switch (this) {
      case Limit limit -> "the connection limit";
      case Comment comment -> "the comment";
      case Label label -> "the security label of " + label.provider();
      case Setting setting ->
          "the setting "
              + setting.parameter()
              + (setting.role().isEmpty() ? "" : " for the role " + setting.role());
      case Grant grant ->
          "%s for %s".formatted(String.join(", ", grant.privileges()), shown(grant.grantee()));
      case Revocation revocation ->
          "no %s for %s"
              .formatted(String.join(", ", revocation.privileges()), shown(revocation.grantee()));
    };
  }

  private static String grantee(String role) {
    return role.isEmpty() ? "PUBLIC" : Sql.name(role);
  }

  private static String shown(String role) {
    return role.isEmpty() ? "everybody" : "the role " + role;
  }
}
